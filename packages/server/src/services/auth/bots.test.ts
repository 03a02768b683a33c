import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BotWithToken } from '../../operator/bots.ts'
import { botInput, makeBot, newMessages, signInBot, type TestBot } from '../../testing/bots.ts'
import { createTestServer, findByPhone, signUp, type TestClient, type TestServer } from '../../testing/test-server.ts'

let server: TestServer
let ann: TestClient
let bob: TestClient
let echo: TestBot

beforeEach(async () => {
  server = await createTestServer()
  ann = await signUp(server, '9996610001', 'Ann')
  bob = await signUp(server, '9996620002', 'Bob')
  echo = await makeBot(server, 'echo_bot', 'Echo')
})
afterEach(() => server.close())

let lastRandomId = 0n
const say = (client: TestClient, peer: api.InputPeer, message: string, replyTo?: number) =>
  client.call({
    ...{ _: 'messages.sendMessage', peer, message, randomId: ++lastRandomId },
    replyTo: replyTo === undefined ? undefined : { _: 'inputReplyToMessage', replyToMsgId: replyTo },
  })

describe('the token of a bot', () => {
  it('signs it in, and nothing else does', async () => {
    const other = await server.connect()
    const sign = (botAuthToken: string) =>
      other.call({ _: 'auth.importBotAuthorization', flags: 0, apiId: 1, apiHash: 'x', botAuthToken })
    await expect(sign('')).rejects.toThrow('ACCESS_TOKEN_INVALID')
    await expect(sign(`${echo.id}:short`)).rejects.toThrow('ACCESS_TOKEN_INVALID')
    await expect(sign(`${echo.id}:${'A'.repeat(35)}`)).rejects.toThrow('ACCESS_TOKEN_EXPIRED')
    await expect(sign(echo.token.replace(/^\d+/, '777000'))).rejects.toThrow('ACCESS_TOKEN_EXPIRED')
    expect(await sign(echo.token)).toMatchObject({
      user: { bot: true, self: true, firstName: 'Echo', username: 'echo_bot' },
    })
  })

  it('is worth nothing once it was revoked, and whoever came by it is signed out', async () => {
    const revoked = await operate<BotWithToken>('revoke', { bot: '@echo_bot' })
    expect(revoked.token).not.toBe(echo.token)
    await expect(echo.call({ _: 'updates.getState' })).rejects.toThrow('AUTH_KEY_UNREGISTERED')
    await expect(signInBot(server, echo.token)).rejects.toThrow('ACCESS_TOKEN_EXPIRED')
    await signInBot(server, revoked.token)
  })

  it('ends with the account', async () => {
    await operate('delete', { bot: String(echo.id) })
    await expect(signInBot(server, echo.token)).rejects.toThrow('ACCESS_TOKEN_EXPIRED')
    await expect(operate('token', { bot: '@echo_bot' })).rejects.toThrow('there is no bot @echo_bot')
  })
})

const operate = async <T>(action: string, input: object): Promise<T> => {
  const command = server.rpc.operator['bots']
  if (command === undefined) throw new TypeError('there is no command for bots')
  const signal = new AbortController().signal
  const context = { progress() {}, stop: signal, serverStops: signal }
  return (await command({ action, ...input }, context)) as T
}

describe('operators', () => {
  it('make a bot once, however often they ask', async () => {
    const again = await operate<BotWithToken>('create', { username: 'echo_bot', name: 'Echo' })
    expect(again).toMatchObject({ id: echo.id, token: echo.token })
    expect(await operate('list', {})).toHaveLength(1)
  })

  it.each([
    [{ username: 'echo_bot', name: 'Another' }, 'the username is taken'],
    [{ username: 'echo', name: 'Echo' }, 'ends in "bot"'],
    [{ username: 'another_bot', name: ' ' }, 'a name has 1 to 64 characters'],
    [{ username: 'another_bot', name: 'A', owner: '@nobody' }, 'there is no user @nobody'],
    [{ username: 'another_bot' }, 'this needs a name'],
  ])('are told what is wrong with %j', async (input, error) => {
    await expect(operate('create', input)).rejects.toThrow(error)
  })
})

describe('a bot', () => {
  it('may not call what is for people, nor people what is for bots', async () => {
    const peer: api.InputPeer = { _: 'inputPeerSelf' }
    for (const request of [
      {
        _: 'messages.getHistory',
        peer,
        offsetId: 0,
        offsetDate: 0,
        addOffset: 0,
        limit: 1,
        maxId: 0,
        minId: 0,
        hash: 0n,
      },
      { _: 'contacts.getContacts', hash: 0n },
      { _: 'account.updateUsername', username: 'other_bot' },
    ] as const) {
      await expect(echo.call(request), request._).rejects.toThrow('BOT_METHOD_INVALID')
    }
    await expect(ann.call({ _: 'help.setBotUpdatesStatus', pendingUpdatesCount: 0, message: '' })).rejects.toThrow(
      /USER_BOT_REQUIRED|METHOD_NOT_IMPLEMENTED/,
    )
  })

  it('is found by its name, shown as a bot, and answers whoever wrote to it', async () => {
    const input = await botInput(ann, 'echo_bot')
    await say(ann, input, 'hello')
    const [message] = newMessages(echo)
    expect(message).toMatchObject({ message: 'hello' })
    const { user } = await server.store.read.users.get(echo.id).then((record) => ({ user: record }))
    expect(user?.bot).toMatchObject({ joinsGroups: true, seesAll: false })
    const me = await ann.call({ _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] })
    const annId = me[0]?._ === 'user' ? me[0].id : 0n
    // Bots name whom they have met by the number alone.
    await say(echo, { _: 'inputPeerUser', userId: annId, accessHash: 0n }, 'you said hello')
    expect(newMessages(ann).at(-1)).toMatchObject({ message: 'you said hello' })
  })

  it('begins with nobody, and does not hear of other bots', async () => {
    const me = await bob.call({ _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] })
    const bobId = me[0]?._ === 'user' ? me[0].id : 0n
    await expect(say(echo, { _: 'inputPeerUser', userId: bobId, accessHash: 0n }, 'hi')).rejects.toThrow(
      'PEER_ID_INVALID',
    )
    await makeBot(server, 'other_bot', 'Other')
    const resolved = await echo.call({ _: 'contacts.resolveUsername', username: 'other_bot' })
    const [other] = resolved.users
    if (other?._ !== 'user' || other.accessHash === undefined) throw new TypeError('a bot was expected')
    const peer = { _: 'inputPeerUser', userId: other.id, accessHash: other.accessHash } as const
    await expect(say(echo, peer, 'hi')).rejects.toThrow('USER_IS_BOT')
  })

  it('may not be named by the number alone by people', async () => {
    await expect(say(ann, { _: 'inputPeerUser', userId: BigInt(echo.id), accessHash: 0n }, 'hi')).rejects.toThrow(
      'PEER_ID_INVALID',
    )
  })
})

/** What of a group in privacy mode reaches a bot, the same in both kinds of groups. */
describe.each(['group', 'supergroup'] as const)('a bot in a %s', (kind) => {
  let chat: api.InputPeer

  beforeEach(async () => {
    const users: api.InputUser[] = [
      await inputUser(ann, await findByPhone(ann, '9996620002')),
      await inputUser(ann, await botInput(ann, 'echo_bot')),
    ]
    chat = kind === 'group' ? await createGroup(users) : await createSupergroup(users)
    echo.pushed.length = 0
  })

  const inputUser = async (_client: TestClient, { userId, accessHash }: api.inputPeerUser): Promise<api.InputUser> => ({
    ...{ _: 'inputUser', userId, accessHash },
  })

  const createGroup = async (users: api.InputUser[]): Promise<api.InputPeer> => {
    const { updates } = await ann.call({ _: 'messages.createChat', users, title: 'Group' })
    if (updates._ !== 'updates') throw new TypeError('updates were expected')
    return { _: 'inputPeerChat', chatId: updates.chats[0]?.id ?? 0n }
  }

  const createSupergroup = async (users: api.InputUser[]): Promise<api.InputPeer> => {
    const updates = await ann.call({ _: 'channels.createChannel', megagroup: true, title: 'Group', about: '' })
    const channel = updates._ === 'updates' ? updates.chats[0] : undefined
    if (channel?._ !== 'channel' || channel.accessHash === undefined) throw new TypeError('a channel was expected')
    const { id: channelId, accessHash } = channel
    await ann.call({ _: 'channels.inviteToChannel', channel: { _: 'inputChannel', channelId, accessHash }, users })
    return { _: 'inputPeerChannel', channelId, accessHash }
  }

  const heard = () => newMessages(echo).map((message) => (message._ === 'message' ? message.message : message._))

  it('hears what is meant for it, and nothing else', async () => {
    await say(ann, chat, 'what a day')
    await say(ann, chat, '/start')
    await say(ann, chat, '/help@other_bot')
    await say(ann, chat, '/help@Echo_Bot now')
    await say(ann, chat, 'look, @echo_bot')
    const spoken = await say(echo, await own(), 'yes?')
    expect(spoken).toBeDefined()
    expect(heard()).toEqual(['/start', '/help@Echo_Bot now', 'look, @echo_bot'])
  })

  it('hears answers to what it said, and commands to nobody if it spoke last', async () => {
    await makeBot(server, 'other_bot', 'Other')
    await say(echo, await own(), 'a question')
    const [asked] = newMessages(ann).slice(-1)
    await say(ann, chat, 'an answer', asked?.id)
    await say(ann, chat, '/again')
    await say(ann, chat, 'so it is')
    expect(heard()).toEqual(['an answer', '/again'])
  })

  it('hears all once it is an admin', async () => {
    const { userId, accessHash } = await botInput(ann, 'echo_bot')
    if (chat._ === 'inputPeerChat') {
      const admin = { chatId: chat.chatId, userId: { _: 'inputUser', userId, accessHash }, isAdmin: true } as const
      await ann.call({ _: 'messages.editChatAdmin', ...admin })
    } else if (chat._ === 'inputPeerChannel') {
      const { channelId, accessHash: channelHash } = chat
      await ann.call({
        _: 'channels.editAdmin',
        channel: { _: 'inputChannel', channelId, accessHash: channelHash },
        userId: { _: 'inputUser', userId, accessHash },
        adminRights: { _: 'chatAdminRights', deleteMessages: true },
        rank: '',
      })
    }
    await say(ann, chat, 'what a day')
    expect(heard()).toEqual(['what a day'])
  })

  it('misses nothing of what it was told when it asks for it, and gets the count of all', async () => {
    await say(ann, chat, 'what a day')
    await say(ann, chat, '/start')
    await say(ann, chat, 'so it is')
    if (chat._ !== 'inputPeerChannel') return
    const channel: api.InputChannel = { _: 'inputChannel', channelId: chat.channelId, accessHash: 0n }
    const difference = await echo.call({
      _: 'updates.getChannelDifference',
      ...{ channel, filter: { _: 'channelMessagesFilterEmpty' }, pts: 1, limit: 100 },
    })
    if (difference._ !== 'updates.channelDifference') throw new TypeError(difference._)
    const texts = difference.newMessages.flatMap((one) => (one._ === 'message' ? [one.message] : []))
    expect(texts).toEqual(['/start'])
    // What was pushed covers the same range without a gap.
    const told = echo.pushed.flatMap((one) => (one._ === 'updates' ? one.updates : []))
    const counted = told.flatMap((one) => ('pts' in one && 'ptsCount' in one ? [one] : []))
    expect(counted.at(-1)?.pts).toBe(difference.pts)
    for (const [at, { pts, ptsCount }] of counted.entries()) {
      const before = counted[at - 1]
      if (before !== undefined) expect(pts - ptsCount).toBe(before.pts)
    }
  })

  /** The chat as the bot names it. */
  const own = async (): Promise<api.InputPeer> => (chat._ === 'inputPeerChannel' ? { ...chat, accessHash: 0n } : chat)
})

describe('a broadcast channel', () => {
  it('has bots as admins alone', async () => {
    const made = await ann.call({ _: 'channels.createChannel', broadcast: true, title: 'News', about: '' })
    const channel = made._ === 'updates' ? made.chats[0] : undefined
    if (channel?._ !== 'channel' || channel.accessHash === undefined) throw new TypeError('a channel was expected')
    const { id: channelId, accessHash } = channel
    const input = { _: 'inputChannel', channelId, accessHash } as const
    const bot = await botInput(ann, 'echo_bot')
    const userId = { _: 'inputUser', userId: bot.userId, accessHash: bot.accessHash } as const
    await expect(ann.call({ _: 'channels.inviteToChannel', channel: input, users: [userId] })).rejects.toThrow(
      'USER_BOT',
    )
    const adminRights: api.ChatAdminRights = { _: 'chatAdminRights', postMessages: true }
    await ann.call({ _: 'channels.editAdmin', channel: input, userId, adminRights, rank: '' })
    const peer = { _: 'inputPeerChannel', channelId, accessHash: 0n } as const
    await say(echo, peer, 'posted by a bot')
    await say(ann, { ...peer, accessHash }, 'posted by Ann')
    expect(newMessages(echo)).toContainEqual(expect.objectContaining({ message: 'posted by Ann' }))
    const bots = await ann.call({
      _: 'channels.getParticipants',
      ...{ channel: input, filter: { _: 'channelParticipantsBots' }, offset: 0, limit: 10, hash: 0n },
    })
    expect(bots).toMatchObject({ count: 1, participants: [{ userId: BigInt(echo.id) }] })
  })
})
