import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createLab } from '../lab.ts'
import { readSeed } from './read-seed.ts'

const seed = {
  users: [
    { name: 'Ann', username: 'ann_of_seeds' },
    { name: 'Bob', phone: '+9996621234' },
  ],
  bots: [{ name: 'helper', privacy: false, commands: { help: 'helps' } }],
  chats: [
    { kind: 'supergroup', title: 'Talk', members: ['Ann', 'Bob', 'helper'], admins: ['Bob'] },
    { kind: 'channel', title: 'News', username: 'news_of_seeds', members: ['Bob', 'helper'] },
  ],
  messages: [
    { from: 'Ann', to: 'Bob', text: 'hi' },
    { from: 'Bob', to: 'Talk', text: 'hello all' },
    { from: 'Bob', to: 'News', text: 'it is news' },
  ],
}

it('makes people, bots, chats and messages, from a file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'chappe-seed-'))
  const path = join(folder, 'seed.json')
  writeFileSync(path, JSON.stringify(seed))
  const lab = await createLab({ seed: path })
  try {
    const { users, bots, chats } = lab.seeded
    const [ann, bob, helper] = [users.get('Ann'), users.get('Bob'), bots.get('helper')]
    expect(bob?.phone).toBe('+9996621234')
    expect(await bob?.sees('hi')).toMatchObject({ from: ann?.id })
    expect(await ann?.sees('hello all')).toMatchObject({ chatId: chats.get('Talk')?.id })
    await ann?.join('@news_of_seeds')
    expect((await ann?.history('@news_of_seeds'))?.map(({ text }) => text)).toContain('it is news')
    // Without privacy it hears what is not meant for it.
    const updates = JSON.stringify(await helper?.call('getUpdates', { timeout: 10 }))
    expect(updates).toContain('hello all')
    expect(await helper?.call('getMyCommands')).toEqual([{ command: 'help', description: 'helps' }])
    const admins = await helper?.call('getChatAdministrators', { chat_id: chats.get('Talk')?.id })
    expect(JSON.stringify(admins)).toContain('"Bob"')
  } finally {
    await lab.close()
    rmSync(folder, { recursive: true })
  }
})

it.each([
  [{ user: [] }, 'user: there is no such member; there are users, bots, chats, messages'],
  [{ users: {} }, 'users: expected a list, got {}'],
  [{ users: [{ nam: 'x' }] }, 'users[0].name: expected a text, got nothing'],
  [{ users: [{ name: 'x', age: 5 }] }, 'users[0].age: there is no such member; there are name, username, phone'],
  [{ users: [{ name: 'x' }, { name: 'x' }] }, 'users[1].name: "x" is the name of something else, too'],
  [{ bots: [{ name: 'b', inline: 7 }] }, 'bots[0].inline: expected true, false or a text, got 7'],
  [
    { chats: [{ kind: 'forum', title: 't' }] },
    'chats[0].kind: expected one of group, supergroup, channel, got "forum"',
  ],
  [
    { chats: [{ kind: 'group', title: 't', members: ['x'] }] },
    'chats[0].members: "x" is neither a user nor a bot of the seed',
  ],
  [{ messages: [{ from: 'x', to: 'y', text: 'z' }] }, 'messages[0].from: "x" is no user of the seed'],
])('says what is wrong with %j', (wrong, message) => {
  expect(() => readSeed(wrong)).toThrow(expect.objectContaining({ code: 'OPTION_INVALID', message }))
})

it('says that a file is not there, or no JSON', () => {
  expect(() => readSeed('/nowhere/seed.json')).toThrow(/the seed \/nowhere\/seed\.json cannot be read: ENOENT/)
})
