import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ChannelFixture, openChannel } from '../../testing/channel.ts'
import { asUser } from '../../testing/ids.ts'
import type { TestClient } from '../../testing/test-server.ts'

let group: ChannelFixture
beforeEach(async () => {
  group = await openChannel('megagroup', { rateLimits: {} })
})
afterEach(() => group.server.close())

async function refusal(client: TestClient, request: api.Method): Promise<string> {
  try {
    await client.call(request)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  return 'none'
}

const said = (client: TestClient, message: string, randomId = group.randomId()): api.messages.sendMessage => ({
  ...{ _: 'messages.sendMessage', peer: group.peer(client), message, randomId },
})
const slow = (seconds: number): api.channels.toggleSlowMode => ({
  ...{ _: 'channels.toggleSlowMode', channel: group.named(group.alice), seconds },
})
const requests = (more: Partial<api.channels.toggleJoinRequest>): api.channels.toggleJoinRequest => ({
  ...{ _: 'channels.toggleJoinRequest', channel: group.named(group.alice), enabled: true },
  ...more,
})

async function full(client: TestClient): Promise<api.channelFull> {
  const { fullChat } = await client.call({ _: 'channels.getFullChannel', channel: group.named(client) })
  if (fullChat._ !== 'channelFull') throw new TypeError('a channel is no group')
  return fullChat
}

async function shown(client: TestClient): Promise<api.Chat | undefined> {
  const { chats } = await client.call({ _: 'channels.getChannels', id: [group.named(client)] })
  return chats[0]
}

async function makePublic(): Promise<api.inputChannel> {
  const username = 'slow_group'
  await group.alice.call({ _: 'channels.updateUsername', channel: group.named(group.alice), username })
  const { chats } = await group.carol.call({ _: 'contacts.resolveUsername', username })
  const [chat] = chats
  if (chat?._ !== 'channel') throw new TypeError('a public group is shown')
  return { _: 'inputChannel', channelId: chat.id, accessHash: chat.accessHash ?? 0n }
}

describe('slow mode', () => {
  it('has members wait between two messages, and shows how long; admins do not wait', async () => {
    const { server, alice, bob } = group
    const second = 1_000
    await alice.call(slow(30))
    await server.told()
    expect(group.taken(bob)).toContainEqual({ _: 'updateChannel', channelId: group.named(bob).channelId })
    expect(await shown(bob)).toMatchObject({ slowmodeEnabled: true })
    expect(await full(bob)).toMatchObject({ slowmodeSeconds: 30, slowmodeNextSendDate: undefined })
    const first = said(bob, 'one')
    await bob.call(first)
    const sentAt = Math.floor(server.clock.now / second)
    expect(await full(bob)).toMatchObject({ slowmodeNextSendDate: sentAt + 30 })
    server.clock.now += 10 * second
    expect(await refusal(bob, said(bob, 'two'))).toBe('SLOWMODE_WAIT_20')
    // Whoever asks again for what was sent is answered.
    await bob.call(first)
    for (const text of ['three', 'four']) await alice.call(said(alice, text))
    server.clock.now += 20 * second
    expect(await full(bob)).toMatchObject({ slowmodeNextSendDate: undefined })
    await bob.call(said(bob, 'five'))
    expect((await group.texts(bob)).slice(0, 4)).toEqual(['five', 'four', 'three', 'one'])
    await alice.call(slow(0))
    await bob.call(said(bob, 'six'))
    expect(await full(bob)).toMatchObject({ slowmodeSeconds: undefined, slowmodeNextSendDate: undefined })
  })

  it('takes an album for one message, and refuses to pass on several at once', async () => {
    const { server, alice, bob } = group
    await alice.call(slow(10))
    const toPeer = group.peer(bob)
    const fromPeer = toPeer
    const ids = (await group.history(bob)).messages.flatMap(({ _, id }) => (_ === 'message' ? [id] : []))
    for (const text of ['one', 'two']) await alice.call(said(alice, text))
    const sent = (await group.history(bob)).messages.flatMap(({ _, id }) => (_ === 'message' ? [id] : []))
    expect(sent.length).toBe(ids.length + 2)
    const forward = (id: readonly number[]): api.messages.forwardMessages => ({
      ...{ _: 'messages.forwardMessages', fromPeer, toPeer, id: [...id], randomId: id.map(() => group.randomId()) },
    })
    expect(await refusal(bob, forward(sent))).toBe('SLOWMODE_MULTI_MSGS_DISABLED')
    await bob.call(forward(sent.slice(0, 1)))
    expect(await refusal(bob, forward(sent.slice(0, 1)))).toBe('SLOWMODE_WAIT_10')
    server.clock.now += 10_000
    const geo = { _: 'inputMediaGeoPoint', geoPoint: { _: 'inputGeoPoint', lat: 52, long: 13 } } as const
    const single = (): api.inputSingleMedia => ({
      ...{ _: 'inputSingleMedia', media: geo, randomId: group.randomId(), message: '' },
    })
    const multiMedia = [single(), single()]
    const album: api.messages.sendMultiMedia = { _: 'messages.sendMultiMedia', peer: toPeer, multiMedia }
    await bob.call(album)
    expect(await refusal(bob, said(bob, 'and more'))).toBe('SLOWMODE_WAIT_10')
  })

  it('is set by admins who may restrict others, to the times that clients know', async () => {
    const { alice, bob } = group
    expect(await refusal(bob, { ...slow(10), channel: group.named(bob) })).toBe('CHAT_ADMIN_REQUIRED')
    expect(await refusal(alice, slow(7))).toBe('SECONDS_INVALID')
    expect(await refusal(alice, slow(0))).toBe('CHAT_NOT_MODIFIED')
    const broadcast = await openChannel('broadcast')
    const channel = broadcast.named(broadcast.alice)
    expect(await refusal(broadcast.alice, { ...slow(10), channel })).toBe('CHANNEL_INVALID')
    await broadcast.server.close()
  })

  it('forgets who has waited', async () => {
    const { server, alice, bob } = group
    await alice.call(slow(5))
    await bob.call(said(bob, 'one'))
    const [channel, userId] = [await channelId(), bob.key.userId]
    if (userId === undefined) throw new TypeError('Bob is signed in')
    expect(await server.store.read.slowMode.next(channel, userId)).toBeDefined()
    server.clock.now += 6_000
    for (const { run } of server.rpc.upkeep) await run(Math.floor(server.clock.now / 1000))
    expect(await server.store.read.slowMode.next(channel, userId)).toBeUndefined()
  })
})

async function channelId() {
  const userId = group.alice.key.userId
  if (userId === undefined) throw new TypeError('Alice is signed in')
  const [channel] = await group.server.store.read.channelMembers.channelsOf(userId)
  if (channel === undefined) throw new TypeError('Alice is in her group')
  return channel
}

describe('join requests of a public supergroup', () => {
  it('have who comes by its name ask, and who was invited not', async () => {
    const { server, alice, carol } = group
    const channel = await makePublic()
    await alice.call(requests({}))
    expect(await shown(alice)).toMatchObject({ joinRequest: true })
    group.taken(alice)
    expect(await refusal(carol, { _: 'channels.joinChannel', channel })).toBe('INVITE_REQUEST_SENT')
    await server.told()
    expect(group.taken(alice)).toMatchObject([{ _: 'updatePendingJoinRequests', requestsPending: 1 }])
    const page = { offsetDate: 0, offsetUser: { _: 'inputUserEmpty' }, limit: 9 } as const
    const peer = group.peer(alice)
    const asking = await alice.call({ _: 'messages.getChatInviteImporters', peer, requested: true, ...page })
    expect(asking).toMatchObject({ count: 1, importers: [{ userId: BigInt(carol.key.userId ?? 0) }] })
    const userId: api.inputUser = { ...group.toCarol, _: 'inputUser' }
    await alice.call({ _: 'messages.hideChatJoinRequest', peer, approved: true, userId })
    expect(await full(alice)).toMatchObject({ participantsCount: 3, requestsPending: undefined })
    await carol.call({ _: 'channels.leaveChannel', channel })
    await alice.call(requests({ enabled: false }))
    await carol.call({ _: 'channels.joinChannel', channel })
    expect(await full(alice)).toMatchObject({ participantsCount: 3 })
  })

  it('are asked of who comes by a link, too, if that is said', async () => {
    const { alice, carol } = group
    const peer = group.peer(alice)
    const exported = await alice.call({ _: 'messages.exportChatInvite', peer, usageLimit: 5 })
    if (exported._ !== 'chatInviteExported') throw new TypeError('that is no link')
    const { link } = exported
    const hash = link.slice(link.indexOf('+') + 1)
    await alice.call(requests({}))
    expect(await carol.call({ _: 'messages.checkChatInvite', hash })).toMatchObject({ requestNeeded: undefined })
    await alice.call(requests({ applyToInvites: true }))
    expect(await carol.call({ _: 'messages.checkChatInvite', hash })).toMatchObject({ requestNeeded: true })
    const { invite } = await alice.call({ _: 'messages.getExportedChatInvite', peer, link })
    expect(invite).toMatchObject({ requestNeeded: true, usageLimit: undefined })
    expect(await refusal(carol, { _: 'messages.importChatInvite', hash })).toBe('INVITE_REQUEST_SENT')
    await alice.call(requests({ enabled: false, applyToInvites: true }))
    await carol.call({ _: 'messages.importChatInvite', hash })
    expect(await full(alice)).toMatchObject({ participantsCount: 3, requestsPending: undefined })
  })

  it('and who may write without being in it are for admins who may restrict others', async () => {
    const { alice, bob } = group
    const joinToSend = { _: 'channels.toggleJoinToSend', channel: group.named(alice), enabled: true } as const
    for (const request of [joinToSend, requests({})]) {
      expect(await refusal(bob, { ...request, channel: group.named(bob) })).toBe('CHAT_ADMIN_REQUIRED')
      await alice.call(request)
      expect(await refusal(alice, request)).toBe('CHAT_NOT_MODIFIED')
    }
    expect(await shown(bob)).toMatchObject({ joinToSend: true, joinRequest: true })
  })
})

describe('a gigagroup', () => {
  it('is made of a large supergroup by its creator, for good, and there admins alone write', async () => {
    const { server, alice, bob } = group
    const convert = (client: TestClient): api.channels.convertToGigagroup => ({
      ...{ _: 'channels.convertToGigagroup', channel: group.named(client) },
    })
    expect(await refusal(bob, convert(bob))).toBe('CHAT_ADMIN_REQUIRED')
    expect(await refusal(alice, convert(alice))).toBe('PARTICIPANTS_TOO_FEW')
    const channel = await channelId()
    await server.store.transaction(async (tx) => {
      for (let number = 0; number < 998; number++) {
        await tx.channelMembers.put({
          ...{ channel, userId: asUser(BigInt(5_000_000 + number)), role: 'member', present: true, date: 1 },
          ...{ adminRights: 0, bannedRights: 0, bannedUntil: 0, availableMinId: 0, readInboxMaxId: 0 },
        })
      }
    })
    await alice.call(slow(10))
    await alice.call(convert(alice))
    expect(await refusal(alice, convert(alice))).toBe('CHAT_NOT_MODIFIED')
    expect(await shown(bob)).toMatchObject({
      ...{ megagroup: true, gigagroup: true, slowmodeEnabled: undefined },
      defaultBannedRights: { sendMessages: true, sendPlain: true },
    })
    expect(await refusal(bob, said(bob, 'hello'))).toBe('CHAT_WRITE_FORBIDDEN')
    await alice.call(said(alice, 'news'))
    expect((await group.texts(bob))[0]).toBe('news')
    const open: api.chatBannedRights = { _: 'chatBannedRights', sendPolls: true, untilDate: 0 }
    await alice.call({ _: 'messages.editChatDefaultBannedRights', peer: group.peer(alice), bannedRights: open })
    expect(await refusal(bob, said(bob, 'hello'))).toBe('CHAT_WRITE_FORBIDDEN')
  })
})
