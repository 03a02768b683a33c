import { randomBytes } from 'node:crypto'
import { concat, srpAnswer, srpVerifier } from '@chappe/crypto'
import type { api } from '@chappe/tl-codec/api'
import { describe, expect, it } from 'vitest'
import { type ChannelFixture, openChannel } from '../../testing/channel.ts'
import { openGroup, updatesIn } from '../../testing/group.ts'
import { requestCode, type TestClient, type TestServer } from '../../testing/test-server.ts'

const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length))
const noProof: api.inputCheckPasswordEmpty = { _: 'inputCheckPasswordEmpty' }
const day = 86_400

async function refusal(client: TestClient, request: api.Method): Promise<string> {
  try {
    await client.call(request)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  return 'none'
}

async function setPassword(client: TestClient, password: string): Promise<void> {
  const { newAlgo } = await client.call({ _: 'account.getPassword' })
  if (newAlgo._ === 'passwordKdfAlgoUnknown') throw new TypeError('a known algorithm was expected')
  const own = { ...newAlgo, salt1: concat(newAlgo.salt1, random(32)) }
  const newPasswordHash = await srpVerifier(password, own)
  const newSettings: api.account.passwordInputSettings = {
    ...{ _: 'account.passwordInputSettings', newAlgo: own, newPasswordHash, hint: '' },
  }
  await client.call({ _: 'account.updatePasswordSettings', password: noProof, newSettings })
}

async function prove(client: TestClient, password: string): Promise<api.InputCheckPasswordSRP> {
  const { currentAlgo, srpB, srpId } = await client.call({ _: 'account.getPassword' })
  if (srpB === undefined || srpId === undefined || currentAlgo === undefined) throw new TypeError('no password is set')
  if (currentAlgo._ === 'passwordKdfAlgoUnknown') throw new TypeError('a known algorithm was expected')
  return { _: 'inputCheckPasswordSRP', srpId, ...(await srpAnswer(password, currentAlgo, srpB, random)) }
}

async function signInWithPassword(server: TestServer, phone: string, password: string): Promise<TestClient> {
  const client = await server.connect()
  const phoneCodeHash = await requestCode(client, phone)
  const attempt = { _: 'auth.signIn', phoneNumber: phone, phoneCodeHash, phoneCode: '11111' } as const
  await expect(client.call(attempt)).rejects.toThrow('SESSION_PASSWORD_NEEDED')
  await client.call({ _: 'auth.checkPassword', password: await prove(client, password) })
  return client
}

/** As clients ask before they let somebody choose: for no chat, and with no password. */
const asking: api.messages.editChatCreator = {
  ...{ _: 'messages.editChatCreator', peer: { _: 'inputPeerEmpty' }, userId: { _: 'inputUserEmpty' } },
  password: noProof,
}

async function roles(group: ChannelFixture, client: TestClient): Promise<readonly (readonly [string, bigint])[]> {
  const found = await client.call({
    ...{ _: 'channels.getParticipants', channel: group.named(client), offset: 0, limit: 9, hash: 0n },
    filter: { _: 'channelParticipantsAdmins' },
  })
  const participants = found._ === 'channels.channelParticipants' ? found.participants : []
  return participants.map((one) => [one._, 'userId' in one ? one.userId : 0n])
}

describe('whoever has a supergroup', () => {
  it('gives it to a member by the password, and stays an admin of everything', async () => {
    const group = await openChannel('megagroup', { rateLimits: {} })
    const { server, alice, bob } = group
    const userId: api.inputUser = { ...group.toBob, _: 'inputUser' }
    const transfer = (password: api.InputCheckPasswordSRP): api.messages.editChatCreator => ({
      ...{ _: 'messages.editChatCreator', peer: group.peer(alice), userId, password },
    })
    expect(await refusal(alice, transfer(noProof))).toBe('PASSWORD_MISSING')
    await setPassword(alice, 'correct horse')
    for (const request of [asking, transfer(noProof), transfer(await prove(alice, 'wrong one'))]) {
      expect(await refusal(alice, request)).toBe('PASSWORD_HASH_INVALID')
    }
    const toCarol: api.inputUser = { ...group.toCarol, _: 'inputUser' }
    const outside = { ...transfer(await prove(alice, 'correct horse')), userId: toCarol }
    expect(await refusal(alice, outside)).toBe('USER_NOT_PARTICIPANT')
    await server.told()
    group.taken(bob)
    const answer = await alice.call(transfer(await prove(alice, 'correct horse')))
    expect(updatesIn(answer)).toEqual([{ _: 'updateChannel', channelId: group.named(alice).channelId }])
    await server.told()
    expect(group.taken(bob)).toContainEqual({ _: 'updateChannel', channelId: group.named(bob).channelId })
    expect(await roles(group, bob)).toEqual([
      ['channelParticipantCreator', userId.userId],
      ['channelParticipantAdmin', BigInt(alice.key.userId ?? 0)],
    ])
    const { chats } = await bob.call({ _: 'channels.getChannels', id: [group.named(bob)] })
    expect(chats).toMatchObject([{ creator: true }])
    expect(await refusal(alice, { _: 'channels.deleteChannel', channel: group.named(alice) })).toBe(
      'CHAT_ADMIN_REQUIRED',
    )
    expect(await refusal(alice, transfer(await prove(alice, 'correct horse')))).toBe('CHAT_ADMIN_REQUIRED')
    await alice.call({ _: 'channels.editTitle', channel: group.named(alice), title: 'Still an admin' })
    // Neither speaks as the group by this.
    for (const client of [alice, bob]) {
      await group.send(client, 'by name')
      const fromId = { _: 'peerUser', userId: BigInt(client.key.userId ?? 0) }
      expect((await group.history(bob)).messages[0]).toMatchObject({ fromId })
    }
    await alice.call({ _: 'channels.leaveChannel', channel: group.named(alice) })
    await bob.call({ _: 'channels.deleteChannel', channel: group.named(bob) })
    await server.close()
  })

  it('waits with a password or a session that is too fresh', async () => {
    const group = await openChannel('megagroup', { rateLimits: {}, freshSessionSeconds: day })
    const { server, alice } = group
    await setPassword(alice, 'correct horse')
    expect(await refusal(alice, asking)).toMatch(/^PASSWORD_TOO_FRESH_\d+$/)
    server.clock.now += day * 1000
    expect(await refusal(alice, asking)).toBe('PASSWORD_HASH_INVALID')
    const laptop = await signInWithPassword(server, '9996610001', 'correct horse')
    expect(await refusal(laptop, asking)).toMatch(/^SESSION_TOO_FRESH_\d+$/)
    await server.close()
  })
})

describe('whoever has a basic group', () => {
  it('gives it to a member in the same way', async () => {
    const fixture = await openGroup({ rateLimits: {} })
    const { alice, bob, carol, group } = fixture
    await setPassword(alice, 'correct horse')
    const userId = await fixture.user(alice, 'bob')
    const password = await prove(alice, 'correct horse')
    fixture.news(carol)
    await alice.call({ _: 'messages.editChatCreator', peer: group, userId, password })
    expect(fixture.news(carol).map(({ _ }) => _)).toEqual(
      expect.arrayContaining(['updateChatParticipants', 'updateChat']),
    )
    const { fullChat } = await carol.call({ _: 'messages.getFullChat', chatId: group.chatId })
    const shown = fullChat._ === 'chatFull' ? fullChat.participants : undefined
    expect(shown).toMatchObject({
      participants: [{ _: 'chatParticipantAdmin' }, { _: 'chatParticipantCreator' }, { _: 'chatParticipant' }],
    })
    expect(await refusal(alice, { _: 'messages.deleteChat', chatId: group.chatId })).toBe('CHAT_ADMIN_REQUIRED')
    await bob.call({ _: 'messages.deleteChat', chatId: group.chatId })
    await fixture.server.close()
  })
})

describe('whoever leaves what is theirs', () => {
  it('leaves it to the admin who came first, unless he or she is back within seven days', async () => {
    const group = await openChannel('megagroup', { rateLimits: {} })
    const { server, alice, bob } = group
    const channel = group.named(alice)
    const asked = { _: 'messages.getFutureChatCreatorAfterLeave', peer: group.peer(alice) } as const
    expect(await alice.call(asked)).toEqual({ _: 'userEmpty', id: 0n })
    const leave: api.channels.leaveChannel = { _: 'channels.leaveChannel', channel }
    expect(await refusal(alice, leave)).toBe('USER_CREATOR')
    const userId: api.inputUser = { ...group.toBob, _: 'inputUser' }
    const adminRights: api.chatAdminRights = { _: 'chatAdminRights', inviteUsers: true }
    await alice.call({ _: 'channels.editAdmin', channel, userId, adminRights })
    expect(await alice.call(asked)).toMatchObject({ _: 'user', id: userId.userId })
    expect(await refusal(bob, { ...asked, peer: group.peer(bob) })).toBe('CHAT_ADMIN_REQUIRED')
    await alice.call({ _: 'channels.updateUsername', channel, username: 'left_alone' })
    await alice.call(leave)
    expect((await group.texts(bob))[0]).toBe('messageActionNewCreatorPending')
    const upkeep = async (): Promise<void> => {
      for (const { run } of server.rpc.upkeep) await run(Math.floor(server.clock.now / 1000))
    }
    await alice.call({ _: 'channels.joinChannel', channel })
    server.clock.now += 8 * day * 1000
    await upkeep()
    expect(await roles(group, alice)).toContainEqual(['channelParticipantCreator', BigInt(alice.key.userId ?? 0)])
    await alice.call(leave)
    server.clock.now += 6 * day * 1000
    await upkeep()
    expect(await roles(group, bob)).toEqual([['channelParticipantAdmin', userId.userId]])
    server.clock.now += 2 * day * 1000
    await upkeep()
    expect(await roles(group, bob)).toEqual([['channelParticipantCreator', userId.userId]])
    expect((await group.texts(bob))[0]).toBe('messageActionChangeCreator')
    await alice.call({ _: 'channels.joinChannel', channel })
    const { chats } = await alice.call({ _: 'channels.getChannels', id: [channel] })
    expect(chats).toMatchObject([{ creator: undefined, adminRights: undefined }])
    await server.close()
  })

  it('leaves it at once where the account ends', async () => {
    const group = await openChannel('broadcast', { rateLimits: {} })
    const { server, alice, bob } = group
    const userId: api.inputUser = { ...group.toBob, _: 'inputUser' }
    const adminRights: api.chatAdminRights = { _: 'chatAdminRights', postMessages: true }
    await alice.call({ _: 'channels.editAdmin', channel: group.named(alice), userId, adminRights })
    await server.told()
    await alice.call({ _: 'account.deleteAccount', reason: 'enough' })
    expect(await roles(group, bob)).toContainEqual(['channelParticipantCreator', userId.userId])
    await bob.call({ _: 'channels.deleteChannel', channel: group.named(bob) })
    await server.close()
  })
})
