import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Clock } from '../../../ports/clock.ts'
import { botInput, makeBot, type TestBot } from '../../../testing/bots.ts'
import { type ChannelFixture, openChannel } from '../../../testing/channel.ts'
import { signIn, type TestClient } from '../../../testing/test-server.ts'

let group: ChannelFixture
let guard: TestBot
let bot: api.inputPeerUser

const nowhere: api.InputPeer = { _: 'inputPeerEmpty' }
const bobAsNamed = (): api.inputUser => ({ _: 'inputUser', userId: group.toBob.userId, accessHash: 0n })
const botAsNamed = (accessHash: bigint): api.inputUser => ({ _: 'inputUser', userId: bot.userId, accessHash })
/** A bot names a group that it is in by its number alone. */
const there = (): api.inputPeerChannel => ({ ...group.peer(group.alice), accessHash: 0n })

/** Nobody waits for what does not come. */
const soon: Clock['after'] = (_, act) => {
  setImmediate(act)
  return () => {}
}

/** A supergroup of Alice with Bob and a bot in it, and Carol outside. */
beforeEach(async () => {
  group = await openChannel('megagroup', { after: soon })
  guard = await makeBot(group.server, 'guard_bot', 'Guard')
  bot = await botInput(group.alice, 'guard_bot')
  const users: api.InputUser[] = [botAsNamed(bot.accessHash)]
  await group.alice.call({ _: 'channels.inviteToChannel', channel: group.named(group.alice), users })
  group.taken(group.bob)
  group.taken(group.alice)
})
afterEach(() => group.server.close())

async function makeAdmin(): Promise<void> {
  const adminRights: api.ChatAdminRights = { _: 'chatAdminRights', inviteUsers: true }
  const userId = botAsNamed(bot.accessHash)
  await group.alice.call({ _: 'channels.editAdmin', channel: group.named(group.alice), userId, adminRights, rank: '' })
  group.taken(group.bob)
}

const send = (message: string, more: Partial<api.ephemeral.sendMessage> = {}): Promise<api.Updates> =>
  guard.call({
    ...{ _: 'ephemeral.sendMessage', peer: there(), receiverId: bobAsNamed(), message },
    ...{ randomId: group.randomId(), ...more },
  })

/** What a client was pushed of such messages and not yet taken. */
const heard = (client: TestClient): api.Update[] =>
  group.taken(client).filter(({ _: name }) => name.includes('Ephemeral'))

function sentIn(updates: api.Updates): api.ephemeralMessage {
  const [update] = updates._ === 'updates' ? updates.updates : []
  if (update?._ !== 'updateNewEphemeralMessage') throw new TypeError(`${update?._} is no such message`)
  return update.message
}

const command = (more: Partial<api.botCommand> = {}): api.BotCommand[] => [
  { _: 'botCommand', command: 'secret', description: 'tells one alone', ephemeral: true, ...more },
]

async function sayTo(client: TestClient, message: string, replyTo?: api.InputReplyTo): Promise<api.ephemeralMessage> {
  const { accessHash } = await botInput(client, 'guard_bot')
  return sentIn(
    await client.call({
      ...{ _: 'ephemeral.sendMessage', peer: group.peer(client), receiverId: botAsNamed(accessHash) },
      ...{ message, randomId: group.randomId(), replyTo },
    }),
  )
}

const keyboard: api.ReplyMarkup = {
  _: 'replyInlineMarkup',
  rows: [
    {
      _: 'keyboardButtonRow',
      buttons: [{ _: 'keyboardButtonCallback', text: 'yes', data: new TextEncoder().encode('yes') }],
    },
  ],
}

describe('what a bot says to one member of a group', () => {
  beforeEach(makeAdmin)

  it('is seen by that one on all devices and by nobody else, and is in no history', async () => {
    const phone = await signIn(group.server, '9996620002')
    await phone.call({ _: 'updates.getState' })
    const before = await group.texts(group.bob)
    const own = sentIn(await send('only you', { replyMarkup: keyboard }))
    expect(own).toMatchObject({ out: true, message: 'only you', receiverId: group.toBob.userId })
    for (const device of [group.bob, phone]) {
      const [update, ...more] = heard(device)
      expect(more).toEqual([])
      expect(update).toMatchObject({
        _: 'updateNewEphemeralMessage',
        message: {
          id: own.id,
          out: undefined,
          message: 'only you',
          fromId: { userId: bot.userId },
          replyMarkup: keyboard,
        },
      })
    }
    expect(heard(group.alice)).toEqual([])
    expect(await group.texts(group.bob)).toEqual(before)
    await expect(sayTo(group.carol, 'x')).rejects.toThrow('this client was never shown the channel')
  })

  it('is said once, however often it is asked for', async () => {
    const randomId = group.randomId()
    const first = sentIn(await send('once', { randomId }))
    expect(sentIn(await send('once', { randomId })).id).toBe(first.id)
    expect(heard(group.bob)).toHaveLength(1)
  })

  it('is told to a device that was away as it is then', async () => {
    const { pts, qts, date } = await group.bob.call({ _: 'updates.getState' })
    const away = await group.bob.sibling()
    group.bob.link.connected = false
    away.link.connected = false
    const { id } = sentIn(await send('first'))
    const gone = sentIn(await send('soon gone')).id
    await guard.call({ _: 'ephemeral.editMessage', peer: there(), receiverId: bobAsNamed(), id, message: 'second' })
    await guard.call({ _: 'ephemeral.deleteMessage', peer: there(), receiverId: bobAsNamed(), id: gone })
    const difference = await away.call({ _: 'updates.getDifference', pts, qts, date })
    const others = 'otherUpdates' in difference ? difference.otherUpdates : []
    expect(others.filter(({ _: name }) => name.includes('Ephemeral'))).toMatchObject([
      { _: 'updateEditEphemeralMessage', message: { id, message: 'second' } },
      { _: 'updateDeleteEphemeralMessages', ids: [gone] },
    ])
  })

  it('can be changed and deleted by it, until it is gone for both', async () => {
    const { id } = sentIn(await send('before'))
    const named = { peer: there(), receiverId: bobAsNamed(), id }
    await guard.call({ _: 'ephemeral.editMessage', ...named, message: 'after', replyMarkup: keyboard })
    const again = { _: 'ephemeral.editMessage', ...named, message: 'after', replyMarkup: keyboard } as const
    await expect(guard.call(again)).rejects.toThrow('MESSAGE_NOT_MODIFIED')
    expect(await guard.call({ _: 'ephemeral.deleteMessage', ...named })).toBe(true)
    await expect(guard.call({ _: 'ephemeral.deleteMessage', ...named })).rejects.toThrow('MESSAGE_ID_INVALID')
    expect(heard(group.bob).slice(1)).toMatchObject([
      { _: 'updateEditEphemeralMessage', message: { id, message: 'after' } },
      { _: 'updateDeleteEphemeralMessages', ids: [id] },
    ])
  })

  it('can be deleted by whom it was said to, and by no third', async () => {
    const { id } = sentIn(await send('go away'))
    const named = { peer: group.peer(group.alice), receiverId: { ...group.toBob, _: 'inputUser' as const }, id }
    await expect(group.alice.call({ _: 'ephemeral.deleteMessage', ...named })).rejects.toThrow('MESSAGE_ID_INVALID')
    const self: api.InputUser = { _: 'inputUserSelf' }
    const own = { _: 'ephemeral.deleteMessage', peer: group.peer(group.bob), receiverId: self, id } as const
    expect(await group.bob.call(own)).toBe(true)
  })

  it('has buttons, of which the bot hears, and whose answer comes to who pressed', async () => {
    const { id } = sentIn(await send('well?', { replyMarkup: keyboard }))
    const peer = group.peer(group.bob)
    const press = (data: string): Promise<api.messages.BotCallbackAnswer> =>
      group.bob.call({ _: 'ephemeral.getCallbackAnswer', peer, id, data: Buffer.from(data) })
    await expect(press('no')).rejects.toThrow('DATA_INVALID')
    const byOther = {
      _: 'ephemeral.getCallbackAnswer',
      peer: group.peer(group.alice),
      id,
      data: Buffer.from('yes'),
    } as const
    await expect(group.alice.call(byOther)).rejects.toThrow('MESSAGE_ID_INVALID')
    await expect(press('yes')).rejects.toThrow('BOT_RESPONSE_TIMEOUT')
    const asked = heard(guard).at(-1)
    if (asked?._ !== 'updateEphemeralBotCallbackQuery') throw new TypeError(`${asked?._} is no such question`)
    expect(asked).toMatchObject({ userId: group.toBob.userId, msgId: id, message: { out: true, message: 'well?' } })
    expect(
      await guard.call({
        _: 'messages.setBotCallbackAnswer',
        queryId: asked.queryId,
        message: 'so be it',
        cacheTime: 0,
      }),
    ).toBe(true)
  })

  it('is forgotten after two days, and of the two no more than a hundred are kept', async () => {
    const ids: number[] = []
    for (let n = 0; n < 101; n++) ids.push(sentIn(await send(`${n}`)).id)
    const kept = async (): Promise<number> =>
      (await Promise.all(ids.map((id) => group.server.store.read.ephemeralMessages.get(id)))).filter(Boolean).length
    expect(await kept()).toBe(100)
    group.server.clock.now += 3 * 86_400_000
    await group.server.upkeep()
    group.server.clock.now += 86_400_000
    await group.server.upkeep()
    expect(await kept()).toBe(0)
  })

  it.each<[string, Partial<api.ephemeral.sendMessage>, string]>([
    ['without a text', { message: ' ' }, 'MESSAGE_EMPTY'],
    ['to itself', { receiverId: { _: 'inputUserSelf' } }, 'USER_IS_BOT'],
    ['to nobody', { receiverId: { _: 'inputUserEmpty' } }, 'USER_ID_INVALID'],
    ['nowhere', { peer: nowhere }, 'PEER_ID_INVALID'],
    ['as a dice', { media: { _: 'inputMediaDice', emoticon: '🎲' } }, 'MEDIA_INVALID'],
    ['in answer to nothing', { replyTo: { _: 'inputReplyToEphemeralMessage', id: 99 } }, 'REPLY_MESSAGE_ID_INVALID'],
  ])('is not said %s', async (_, more, error) => {
    await expect(send('x', more)).rejects.toThrow(error)
  })

  it('is said to who is in the group, and to nobody who has left', async () => {
    await group.bob.call({ _: 'channels.leaveChannel', channel: group.named(group.bob) })
    await expect(send('still there?')).rejects.toThrow(/USER_(ID_INVALID|NOT_PARTICIPANT)/)
  })
})

describe('a bot that is no admin', () => {
  it('begins with nobody, and answers for fifteen seconds what it was told so', async () => {
    await expect(send('hello')).rejects.toThrow('MESSAGE_NOT_COMMAND')
    const scope: api.BotCommandScope = { _: 'botCommandScopeDefault' }
    await guard.call({ _: 'bots.setBotCommands', scope, langCode: '', commands: command() })
    const { id } = await sayTo(group.bob, '/secret please')
    expect(heard(guard)).toMatchObject([
      { _: 'updateNewEphemeralMessage', message: { id, out: undefined, message: '/secret please' } },
    ])
    const replyTo: api.InputReplyTo = { _: 'inputReplyToEphemeralMessage', id }
    const answer = sentIn(await send('psst', { replyTo }))
    expect(answer.replyTo).toMatchObject({ replyToEphemeral: true, replyToMsgId: id })
    await sayTo(group.bob, 'what?', { _: 'inputReplyToEphemeralMessage', id: answer.id })
    group.server.clock.now += 16_000
    await expect(send('too late', { replyTo })).rejects.toThrow('REPLY_MESSAGE_ID_INVALID')
  })

  it('answers so who has pressed one of its buttons a moment ago', async () => {
    const peer = there()
    await guard.call({
      ...{ _: 'messages.sendMessage', peer, message: 'who wants to know?', randomId: group.randomId() },
      replyMarkup: keyboard,
    })
    const [post] = (await group.history(group.bob)).messages
    const pressed = { _: 'messages.getBotCallbackAnswer', peer: group.peer(group.bob), msgId: post?.id ?? 0 } as const
    await expect(group.bob.call({ ...pressed, data: Buffer.from('yes') })).rejects.toThrow('BOT_RESPONSE_TIMEOUT')
    const asked = group.taken(guard).find((one) => one._ === 'updateBotCallbackQuery')
    const queryId = asked?._ === 'updateBotCallbackQuery' ? asked.queryId : 0n
    await expect(send('guessed', { queryId: queryId + 1n })).rejects.toThrow('QUERY_ID_INVALID')
    const toAlice: api.InputUser = { _: 'inputUser', userId: BigInt(group.alice.key.userId ?? 0), accessHash: 0n }
    await expect(send('another', { queryId, receiverId: toAlice })).rejects.toThrow('QUERY_ID_INVALID')
    expect(sentIn(await send('you do', { queryId })).message).toBe('you do')
    group.server.clock.now += 16_000
    await expect(send('too late', { queryId })).rejects.toThrow('QUERY_ID_INVALID')
  })
})

describe('people', () => {
  it('say to a bot alone what it has declared so, and nothing else', async () => {
    const scope: api.BotCommandScope = { _: 'botCommandScopeDefault' }
    const open = command({ command: 'open', ephemeral: undefined })
    await guard.call({ _: 'bots.setBotCommands', scope, langCode: '', commands: [...command(), ...open] })
    expect(await sayTo(group.bob, '/secret@guard_bot')).toMatchObject({ out: true, receiverId: bot.userId })
    for (const text of ['hello', '/open', '/secret@other_bot', 'x /secret', '/secretly']) {
      await expect(sayTo(group.bob, text)).rejects.toThrow('MESSAGE_NOT_COMMAND')
    }
    const toBob: api.InputUser = { ...group.toBob, _: 'inputUser' }
    const toPerson = { peer: group.peer(group.alice), receiverId: toBob, message: '/secret', randomId: 1n }
    await expect(group.alice.call({ _: 'ephemeral.sendMessage', ...toPerson })).rejects.toThrow('BOT_INVALID')
  })
})

it('clients that do not know of it are told nothing that they cannot read', async () => {
  await group.server.close()
  group = await openChannel('megagroup', { layer: 200 })
  guard = await makeBot(group.server, 'guard_bot', 'Guard')
  bot = await botInput(group.alice, 'guard_bot')
  const users: api.InputUser[] = [botAsNamed(bot.accessHash)]
  await group.alice.call({ _: 'channels.inviteToChannel', channel: group.named(group.alice), users })
  await makeAdmin()
  expect(await send('you cannot see it')).toMatchObject({ updates: [] })
  expect(heard(group.bob)).toEqual([])
})
