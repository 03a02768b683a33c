import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { botInput, makeBot, type TestBot } from '../../testing/bots.ts'
import { type ChannelFixture, openChannel } from '../../testing/channel.ts'
import type { TestClient } from '../../testing/test-server.ts'

let group: ChannelFixture
let guard: TestBot
let bot: api.inputUser
let channel: api.inputChannel
/** What waits for a time to pass. */
let timers: Set<() => void>

beforeEach(async () => {
  timers = new Set()
  const after = (_ms: number, ring: () => void): (() => void) => {
    timers.add(ring)
    return () => timers.delete(ring)
  }
  group = await openChannel('megagroup', { rateLimits: {}, after })
  const { server, alice, carol } = group
  guard = await makeBot(server, 'guard_bot', 'Guard')
  await server.store.transaction(async (tx) => {
    const traits = (await tx.users.get(guard.id))?.bot
    if (traits !== undefined) await tx.users.setBot(guard.id, { ...traits, guards: true })
  })
  bot = { ...(await botInput(alice, 'guard_bot')), _: 'inputUser' }
  await alice.call({ _: 'channels.updateUsername', channel: group.named(alice), username: 'guarded_group' })
  const [chat] = (await carol.call({ _: 'contacts.resolveUsername', username: 'guarded_group' })).chats
  if (chat?._ !== 'channel') throw new TypeError('a public group is shown')
  channel = { _: 'inputChannel', channelId: chat.id, accessHash: chat.accessHash ?? 0n }
})
afterEach(() => group.server.close())

/** The bot is an admin with these rights. */
async function promote(rights: Partial<api.chatAdminRights>): Promise<void> {
  const { alice } = group
  await alice.call({ _: 'channels.inviteToChannel', channel: group.named(alice), users: [bot] }).catch(() => {})
  const adminRights: api.chatAdminRights = { _: 'chatAdminRights', ...rights }
  await alice.call({ _: 'channels.editAdmin', channel: group.named(alice), userId: bot, adminRights, rank: '' })
}

const guarded = (guardBot: api.InputUser | undefined = bot): api.channels.toggleJoinRequest => ({
  ...{ _: 'channels.toggleJoinRequest', channel: group.named(group.alice), enabled: true, guardBot },
})

async function guardIt(): Promise<void> {
  await promote({ inviteUsers: true })
  await group.alice.call(guarded())
}

/** What the bot is asked, once it is. */
async function asked(count = 1): Promise<bigint> {
  const all = (): bigint[] =>
    guard.pushed
      .flatMap((one) => (one._ === 'updates' ? one.updates : []))
      .flatMap((one) => (one._ === 'updateBotChatInviteRequester' && one.queryId !== undefined ? [one.queryId] : []))
  for (let turn = 0; turn < 1_000 && all().length < count; turn++) {
    await group.server.told()
    await new Promise(setImmediate)
  }
  const queryId = all()[count - 1]
  if (queryId === undefined) throw new TypeError('the bot was not asked')
  return queryId
}

/** So much time passes. */
async function advance(ms: number): Promise<void> {
  group.server.clock.now += ms
  for (const ring of [...timers]) ring()
  await group.server.told()
}

const outcome = (joining: Promise<api.messages.ChatInviteJoinResult>): Promise<string> =>
  joining.then(
    ({ _ }) => _,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
const join = (client: TestClient = group.carol): Promise<string> =>
  outcome(client.call({ _: 'channels.joinChannel', channel }))
const says = (queryId: bigint, result: api.JoinChatBotResult): Promise<boolean> =>
  guard.call({ _: 'bots.setJoinChatResults', queryId, result })
const approved: api.JoinChatBotResult = { _: 'joinChatBotResultApproved' }
const declined: api.JoinChatBotResult = { _: 'joinChatBotResultDeclined' }
const queued: api.JoinChatBotResult = { _: 'joinChatBotResultQueued' }
const app: api.JoinChatBotResult = { _: 'joinChatBotResultWebView', url: 'https://guard.example/captcha' }

async function full(): Promise<api.channelFull> {
  const { fullChat } = await group.alice.call({ _: 'channels.getFullChannel', channel: group.named(group.alice) })
  if (fullChat._ !== 'channelFull') throw new TypeError('a channel is no group')
  return fullChat
}

describe('a bot that guards a supergroup', () => {
  it('has to be one that its owner lets, and an admin that may let people in', async () => {
    const { alice, server } = group
    await expect(alice.call(guarded())).rejects.toThrow('BOT_INVALID')
    await promote({ pinMessages: true })
    await expect(alice.call(guarded())).rejects.toThrow('BOT_INVALID')
    await guardIt()
    expect(await full()).toMatchObject({ guardBotId: BigInt(guard.id) })
    await expect(alice.call(guarded())).rejects.toThrow('CHAT_NOT_MODIFIED')
    await alice.call(guarded({ _: 'inputUserEmpty' }))
    expect(await full()).toMatchObject({ guardBotId: undefined })
    await makeBot(server, 'other_bot', 'Other')
    const other = { ...(await botInput(alice, 'other_bot')), _: 'inputUser' } as const
    await expect(alice.call(guarded(other))).rejects.toThrow('BOT_INVALID')
  })

  it('lets somebody in, or not, and the admins are not asked', async () => {
    await guardIt()
    const refused = join()
    await says(await asked(1), declined)
    expect(await refused).toBe('INVITE_REQUEST_DECLINED')
    expect(await full()).toMatchObject({ participantsCount: 3, requestsPending: undefined })
    const coming = join()
    const queryId = await asked(2)
    await says(queryId, approved)
    expect(await coming).toBe('messages.chatInviteJoinResultOk')
    expect(await full()).toMatchObject({ participantsCount: 4 })
    await expect(says(queryId, declined)).rejects.toThrow('QUERY_ID_INVALID')
  })

  it('decides of who comes by a link, too', async () => {
    const { alice, carol } = group
    await guardIt()
    const link = await alice.call({ _: 'messages.exportChatInvite', peer: group.peer(alice), requestNeeded: true })
    if (link._ !== 'chatInviteExported') throw new TypeError('that is no link')
    const hash = link.link.split('+')[1] ?? ''
    const coming = outcome(carol.call({ _: 'messages.importChatInvite', hash }))
    await says(await asked(), approved)
    expect(await coming).toBe('messages.chatInviteJoinResultOk')
    const page = { offsetDate: 0, offsetUser: { _: 'inputUserEmpty' }, limit: 9 } as const
    const came = await alice.call({
      ...{ _: 'messages.getChatInviteImporters', peer: group.peer(alice), link: link.link, ...page },
    })
    expect(came).toMatchObject({ importers: [{ approvedBy: BigInt(guard.id) }] })
  })

  it('leaves it to the admins by saying so, or by saying nothing, after which it is too late', async () => {
    const { bob, alice } = group
    await guardIt()
    const waiting = join()
    await says(await asked(1), queued)
    expect(await waiting).toBe('INVITE_REQUEST_SENT')
    expect(await full()).toMatchObject({ requestsPending: 1 })
    // Whoever asks again is not asked about again.
    expect(await join()).toBe('INVITE_REQUEST_SENT')
    await bob.call({ _: 'channels.leaveChannel', channel: group.named(bob) })
    const silent = outcome(bob.call({ _: 'channels.joinChannel', channel: group.named(bob) }))
    const queryId = await asked(2)
    await advance(10_000)
    expect(await silent).toBe('INVITE_REQUEST_SENT')
    expect(await full()).toMatchObject({ requestsPending: 2 })
    await expect(says(queryId, approved)).rejects.toThrow('QUERY_ID_INVALID')
    await alice.call({ _: 'messages.hideAllChatJoinRequests', peer: group.peer(alice), approved: true })
    expect(await full()).toMatchObject({ requestsPending: undefined })
  })

  it('shows an app first, which whoever asks alone may open, and then decides', async () => {
    const { carol, bob, server } = group
    await guardIt()
    const joining = carol.call({ _: 'channels.joinChannel', channel })
    const queryId = await asked()
    await expect(says(queryId, { ...app, url: 'http://guard.example/' })).rejects.toThrow('URL_INVALID')
    const open: api.messages.requestChatJoinWebView = {
      ...{ _: 'messages.requestChatJoinWebView', queryId, platform: 'android' },
    }
    await expect(carol.call(open)).rejects.toThrow('QUERY_ID_INVALID')
    await says(queryId, app)
    const botId = BigInt(guard.id)
    expect(await joining).toMatchObject({
      _: 'messages.chatInviteJoinResultWebView',
      botId,
      queryId,
      users: [{ id: botId }],
    })
    const { url } = await carol.call(open)
    expect(url).toMatch(/^https:\/\/guard\.example\/captcha#tgWebAppData=.*user.*hash/)
    await expect(bob.call(open)).rejects.toThrow('QUERY_ID_INVALID')
    await expect(says(queryId, app)).rejects.toThrow('QUERY_ID_INVALID')
    group.taken(carol)
    await says(queryId, approved)
    await server.told()
    const told = group.taken(carol)
    expect(told).toContainEqual(
      expect.objectContaining({ _: 'updateJoinChatWebViewDecision', queryId, result: approved }),
    )
    expect(await full()).toMatchObject({ participantsCount: 4 })
    await expect(carol.call(open)).rejects.toThrow('QUERY_ID_INVALID')
  })

  it('is not asked any more once it may let nobody in, and decides nothing of what it was asked before', async () => {
    await guardIt()
    const waiting = join()
    const queryId = await asked()
    await promote({ pinMessages: true })
    await expect(says(queryId, approved)).rejects.toThrow('CHAT_ADMIN_REQUIRED')
    await advance(10_000)
    expect(await waiting).toBe('INVITE_REQUEST_SENT')
    expect(await full()).toMatchObject({ participantsCount: 3, requestsPending: 1 })
  })

  it('answers its own questions alone, and not for ever', async () => {
    await guardIt()
    const other = await makeBot(group.server, 'other_bot', 'Other')
    const joining = group.carol.call({ _: 'channels.joinChannel', channel })
    const queryId = await asked()
    const forged: api.bots.setJoinChatResults = { _: 'bots.setJoinChatResults', queryId, result: approved }
    await expect(other.call(forged)).rejects.toThrow('QUERY_ID_INVALID')
    await says(queryId, app)
    await joining
    await advance(601_000)
    await expect(says(queryId, approved)).rejects.toThrow('QUERY_ID_INVALID')
    expect(await full()).toMatchObject({ participantsCount: 3 })
  })
})
