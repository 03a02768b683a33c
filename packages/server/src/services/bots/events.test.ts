import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSqliteStore } from '../../store/sqlite/sqlite-store.ts'
import type { Store } from '../../store/store.ts'
import { botInput, makeBot, type TestBot, toldTimes } from '../../testing/bots.ts'
import { createTestServer, findByPhone, signUp, type TestClient, type TestServer } from '../../testing/test-server.ts'

let server: TestServer
let ann: TestClient
let bob: TestClient
let guard: TestBot
let bot: api.inputPeerUser

beforeEach(async () => {
  server = await createTestServer()
  ann = await signUp(server, '9996610001', 'Ann')
  bob = await signUp(server, '9996620002', 'Bob')
  guard = await makeBot(server, 'guard_bot', 'Guard')
  bot = await botInput(ann, 'guard_bot')
})
afterEach(() => server.close())

/** What a bot was told by `qts`, once it was told so often. */
const events = (count: number): Promise<api.Update[]> => toldTimes(server, guard, count, (update) => 'qts' in update)

const botUser = (): api.InputUser => ({ _: 'inputUser', userId: bot.userId, accessHash: bot.accessHash })

async function supergroup(): Promise<api.inputChannel> {
  const made = await ann.call({ _: 'channels.createChannel', megagroup: true, title: 'Group', about: '' })
  const channel = made._ === 'updates' ? made.chats[0] : undefined
  if (channel?._ !== 'channel' || channel.accessHash === undefined) throw new TypeError('a channel was expected')
  return { _: 'inputChannel', channelId: channel.id, accessHash: channel.accessHash }
}

/** Resolves when what has happened has its place in the boxes of the bots. */
async function numbered({ store }: TestServer): Promise<void> {
  while (await store.read.botEvents.any()) await new Promise(setImmediate)
}

/** A store in which no unit gets to give events their numbers, as on a server that is killed before it does. */
function withoutNumbers(store: Store): Store {
  return {
    ...store,
    transaction: (unit) =>
      store.transaction((tx) =>
        unit({ ...tx, botEvents: { ...tx.botEvents, take: () => Promise.reject(new TypeError('it was killed')) } }),
      ),
  }
}

describe('a bot', () => {
  it('is told who has stopped it and who begins again, counted without gaps, also after it was away', async () => {
    const before = await guard.call({ _: 'updates.getState' })
    await ann.call({ _: 'contacts.block', id: bot })
    const [first] = await events(1)
    guard.link.connected = false
    await ann.call({ _: 'contacts.unblock', id: bot })
    await numbered(server)
    expect(first).toMatchObject({ _: 'updateBotStopped', stopped: true, qts: before.qts + 1 })
    const away = await guard.sibling()
    const { pts, date, qts } = before
    const difference = await away.call({ _: 'updates.getDifference', pts, date, qts })
    if (difference._ !== 'updates.difference') throw new TypeError(difference._)
    expect(difference.otherUpdates).toMatchObject([
      { _: 'updateBotStopped', stopped: true, qts: qts + 1 },
      { _: 'updateBotStopped', stopped: false, qts: qts + 2 },
    ])
    expect(difference.state.qts).toBe(qts + 2)
  })

  it('is not told again of what its qts says that it has', async () => {
    const { pts, qts, date } = await guard.call({ _: 'updates.getState' })
    await ann.call({ _: 'contacts.block', id: bot })
    await ann.call({ _: 'contacts.unblock', id: bot })
    await numbered(server)
    for (const [has, told] of [
      [qts, 2],
      [qts + 1, 1],
      [qts + 2, 0],
      // It has named none that there is.
      [0, 2],
      [-1, 2],
      [qts + 3, 2],
    ] as const) {
      const difference = await guard.call({ _: 'updates.getDifference', pts, date, qts: has })
      const others = 'otherUpdates' in difference ? difference.otherUpdates : []
      expect(others.filter((update) => 'qts' in update)).toHaveLength(told)
    }
  })

  it('is told once, and moves its qts with that, where all that it missed comes in slices', async () => {
    let { pts, qts, date } = await guard.call({ _: 'updates.getState' })
    const first = qts
    guard.link.connected = false
    const away = await guard.sibling()
    for (let n = 1; n <= 25; n++) {
      await ann.call({ _: 'contacts.block', id: bot })
      await ann.call({ _: 'contacts.unblock', id: bot })
      await ann.call({ _: 'messages.sendMessage', peer: bot, message: `${n}`, randomId: BigInt(n) })
    }
    await numbered(server)
    const told: number[] = []
    let slices = 0
    for (let isLast = false; !isLast; slices++) {
      const difference = await away.call({ _: 'updates.getDifference', pts, date, qts, ptsLimit: 10 })
      if (!('otherUpdates' in difference)) throw new TypeError(difference._)
      isLast = difference._ === 'updates.difference'
      told.push(...difference.otherUpdates.flatMap((update) => ('qts' in update ? [update.qts] : [])))
      ;({ pts, qts, date } = difference._ === 'updates.difference' ? difference.state : difference.intermediateState)
      expect(qts).toBe(told.at(-1) ?? first)
    }
    expect(slices).toBeGreaterThan(3)
    expect(told).toEqual(Array.from({ length: 50 }, (_, at) => first + at + 1))
  })

  it('is told that it came into a supergroup, and as an admin who else comes and goes', async () => {
    const channel = await supergroup()
    await ann.call({ _: 'channels.inviteToChannel', channel, users: [botUser()] })
    const [came] = await events(1)
    expect(came).toMatchObject({ _: 'updateChannelParticipant', userId: bot.userId, newParticipant: {} })
    const adminRights: api.ChatAdminRights = { _: 'chatAdminRights', inviteUsers: true }
    await ann.call({ _: 'channels.editAdmin', channel, userId: botUser(), adminRights, rank: '' })
    expect((await events(2)).at(-1)).toMatchObject({ newParticipant: { _: 'channelParticipantAdmin' } })
    const { userId, accessHash } = await findByPhone(ann, '9996620002')
    await ann.call({ _: 'channels.inviteToChannel', channel, users: [{ _: 'inputUser', userId, accessHash }] })
    const told = await events(3)
    expect(told.at(-1)).toMatchObject({ userId, newParticipant: { _: 'channelParticipant' } })
    const counted = told.map((update) => ('qts' in update ? update.qts : 0))
    expect(counted).toEqual([2, 3, 4])
  })

  it('that may let people in is told who asks to be', async () => {
    const channel = await supergroup()
    const adminRights: api.ChatAdminRights = { _: 'chatAdminRights', inviteUsers: true }
    await ann.call({ _: 'channels.editAdmin', channel, userId: botUser(), adminRights, rank: '' })
    const peer: api.InputPeer = { _: 'inputPeerChannel', channelId: channel.channelId, accessHash: channel.accessHash }
    const invite = await ann.call({ _: 'messages.exportChatInvite', peer, requestNeeded: true })
    const hash = invite._ === 'chatInviteExported' ? (invite.link.split('+')[1] ?? '') : ''
    await expect(bob.call({ _: 'messages.importChatInvite', hash })).rejects.toThrow('INVITE_REQUEST_SENT')
    const told = await events(3)
    expect(told.at(-1)).toMatchObject({ _: 'updateBotChatInviteRequester', invite: { requestNeeded: true } })
  })

  it('is told that it came into a basic group, and was removed', async () => {
    const { userId, accessHash } = await findByPhone(ann, '9996620002')
    const users: api.InputUser[] = [{ _: 'inputUser', userId, accessHash }]
    const { updates } = await ann.call({ _: 'messages.createChat', users, title: 'Group' })
    const chatId = updates._ === 'updates' ? (updates.chats[0]?.id ?? 0n) : 0n
    await ann.call({ _: 'messages.addChatUser', chatId, userId: botUser(), fwdLimit: 0 })
    expect(await events(1)).toMatchObject([{ _: 'updateChatParticipant', newParticipant: { _: 'chatParticipant' } }])
    await ann.call({ _: 'messages.deleteChatUser', chatId, userId: botUser() })
    const told = await events(2)
    expect(told.at(-1)).toMatchObject({ prevParticipant: { _: 'chatParticipant' }, newParticipant: undefined })
  })

  it('is told that it became an admin of a basic group', async () => {
    const { updates } = await ann.call({ _: 'messages.createChat', users: [botUser()], title: 'Group' })
    const chatId = updates._ === 'updates' ? (updates.chats[0]?.id ?? 0n) : 0n
    await ann.call({ _: 'messages.editChatAdmin', chatId, userId: botUser(), isAdmin: true })
    const told = await events(1)
    expect(told).toMatchObject([
      { prevParticipant: { _: 'chatParticipant' }, newParticipant: { _: 'chatParticipantAdmin' } },
    ])
  })

  it('is told in order, once, of all that happened before the server was killed with nothing of it told', async () => {
    const store = openSqliteStore({ path: ':memory:' })
    const killed = await createTestServer({ store: withoutNumbers(store) })
    const owner = await signUp(killed, '9996630003', 'Eve')
    const watch = await makeBot(killed, 'watch_bot', 'Watch')
    const { pts, date, qts } = await watch.call({ _: 'updates.getState' })
    const watched = await botInput(owner, 'watch_bot')
    const made = await owner.call({ _: 'channels.createChannel', megagroup: true, title: 'Group', about: '' })
    const chat = made._ === 'updates' ? made.chats[0] : undefined
    if (chat?._ !== 'channel' || chat.accessHash === undefined) throw new TypeError('a channel was expected')
    const channel: api.inputChannel = { _: 'inputChannel', channelId: chat.id, accessHash: chat.accessHash }
    const userId: api.InputUser = { ...watched, _: 'inputUser' }
    await owner.call({ _: 'channels.inviteToChannel', channel, users: [userId] })
    const adminRights: api.ChatAdminRights = { _: 'chatAdminRights', inviteUsers: true }
    await owner.call({ _: 'channels.editAdmin', channel, userId, adminRights, rank: '' })
    await owner.call({ _: 'contacts.block', id: watched })
    expect(await watch.call({ _: 'updates.getState' })).toMatchObject({ qts })

    const next = await createTestServer({ store })
    for (let round = 0; round < 2; round++) await next.upkeep()
    const again = await next.connect(undefined, watch.key.authKeyId)
    const difference = await again.call({ _: 'updates.getDifference', pts, date, qts })
    if (difference._ !== 'updates.difference') throw new TypeError(difference._)
    expect(difference.otherUpdates.filter((update) => 'qts' in update)).toMatchObject([
      { _: 'updateChannelParticipant', newParticipant: { _: 'channelParticipant' }, qts: qts + 1 },
      { _: 'updateChannelParticipant', newParticipant: { _: 'channelParticipantAdmin' }, qts: qts + 2 },
      { _: 'updateBotStopped', stopped: true, qts: qts + 3 },
    ])
    await next.close()
  })
})
