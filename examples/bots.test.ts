import { spawn, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { createLab } from '@chappe/testkit'
import { expect, test } from 'vitest'
import { conditions } from '../interop/support/tested.ts'
import { createButtonsBot } from './bot-buttons.ts'
import { createConversationBot } from './bot-conversation.ts'
import { createEchoBot } from './bot-echo.ts'
import { createInlineBot } from './bot-inline.ts'
import { createModerationBot } from './bot-moderation.ts'
import { withBot } from './support/with-bot.ts'

test('echo: says again what it is told, in answer to it, and sends again what it is sent', () =>
  withBot('echo', createEchoBot, async (lab) => {
    const ann = await lab.user('Ann')
    await ann.start('@echo_bot')
    await ann.sees('Say something.')
    const said = await ann.say('@echo_bot', 'hello')
    expect(await ann.sees('hello')).toMatchObject({ replyTo: said.id })
    await ann.send('@echo_bot', new TextEncoder().encode('a file'), { name: 'file.txt', caption: 'look' })
    expect(await ann.sees('look')).toMatchObject({ media: 'messageMediaDocument' })
  }))

test('buttons: an order is taken and changed', () =>
  withBot('buttons', createButtonsBot, async (lab) => {
    const ann = await lab.user('Ann')
    await ann.start('@buttons_bot')
    expect(await ann.sees('What would you like?')).toMatchObject({ buttons: [['Tea'], ['Coffee'], ['Water']] })
    expect(await ann.press('Coffee')).toMatchObject({ kind: 'callback', text: 'Coffee it is', alert: false })
    expect(await ann.sees('You have ordered: Coffee.')).toMatchObject({ buttons: [['Something else']] })
    await ann.press('Something else')
    await ann.sees('What would you like?')
    await ann.press('Tea')
    await ann.sees('You have ordered: Tea.')
  }))

test('conversation: asks for a name and an age, insists on a number, and each person has their own', () =>
  withBot('talk', createConversationBot, async (lab) => {
    const [ann, bob] = [await lab.user('Ann'), await lab.user('Bob')]
    for (const person of [ann, bob]) {
      await person.start('@talk_bot')
      await person.sees('What are you called?')
    }
    await ann.say('@talk_bot', 'Ann')
    await ann.sees('How old are you, Ann?')
    await bob.say('@talk_bot', 'Bob')
    await bob.sees('How old are you, Bob?')
    await ann.say('@talk_bot', 'old')
    await ann.sees('As a number, please.')
    await ann.say('@talk_bot', '30')
    await ann.sees('Welcome, Ann.')
    await bob.say('@talk_bot', '/cancel')
    await bob.sees('Forgotten.')
    await bob.say('@talk_bot', '17')
    await bob.seesNothing()
  }))

test('inline: faces are found by their name, page by page, and sent with a text', () =>
  withBot(
    'faces',
    createInlineBot,
    async (lab) => {
      const [ann, bob] = [await lab.user('Ann'), await lab.user('Bob')]
      const first = await ann.inline('@faces_bot', '', { chat: bob })
      expect(first).toMatchObject({ results: [{ id: 'shrug' }, { id: 'bear' }], nextOffset: '2' })
      const second = await ann.inline('@faces_bot', '', { chat: bob, offset: '2' })
      expect(second).toMatchObject({ results: [{ id: 'flip' }], nextOffset: undefined })
      const found = await ann.inline('@faces_bot', 'shrug who knows', { chat: bob })
      expect(found.button).toEqual({ text: 'What is this?', param: 'help' })
      await found.choose('shrug')
      await bob.sees('who knows ¯\\_(ツ)_/¯')
    },
    { inline: 'shrug, bear or flip, and a text' },
  ))

test('moderation: greets, mutes for a time that passes, and bans at the third warning', () =>
  withBot('guard', createModerationBot, async (lab, bot) => {
    const [ann, bob, eve] = [await lab.user('Ann'), await lab.user('Bob'), await lab.user('Eve')]
    const group = await lab.supergroup('Garden', ann, bob)
    const guard = { id: bot.botInfo.id, username: bot.botInfo.username }
    await group.add(guard)
    await group.promote(guard)
    await eve.join(group)
    await ann.sees('Welcome, Eve!')

    const rude = await eve.say(group, 'buy my things')
    await bob.reply(rude, '/mute 1h')
    await bob.sees('Only admins may do that.')
    await ann.reply(rude, '/mute 10m')
    await ann.sees('Eve is silent for 10m.')
    await expect(eve.say(group, 'but why')).rejects.toThrow('USER_BANNED_IN_CHANNEL')
    await lab.clock.advance('11 minutes')
    await eve.say(group, 'I am back')
    await bob.sees('I am back')

    for (const warning of ['Eve: warning 1 of 3.', 'Eve: warning 2 of 3.', 'Eve is out.']) {
      await ann.reply(await eve.say(group, 'buy, buy, buy'), '/warn')
      await ann.sees(warning)
    }
    await expect(eve.say(group, 'again')).rejects.toThrow('USER_BANNED_IN_CHANNEL')
    expect((await ann.history(group)).map(({ text }) => text)).not.toContain('buy, buy, buy')
  }))

test('each runs as a program of its own, and says what it needs', { timeout: 60_000 }, async () => {
  await using lab = await createLab()
  const { token, apiRoot } = await lab.bot('echo')
  const example = fileURLToPath(new URL('./bot-echo.ts', import.meta.url))
  const args = [...conditions, example]
  const without = spawnSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, BOT_TOKEN: undefined } })
  expect([without.status, without.stderr]).toEqual([1, expect.stringContaining('BOT_TOKEN')])
  const child = spawn(process.execPath, args, { env: { ...process.env, BOT_TOKEN: token, BOT_API: apiRoot } })
  const ann = await lab.user('Ann')
  await ann.start('@echo_bot')
  await ann.sees('Say something.', { within: '30 s' })
  child.kill('SIGTERM')
  expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0)
})
