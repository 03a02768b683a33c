import type { api } from '@chappe/tl-codec/api'
import { standingIn } from '../chats/channels/standing.ts'
import type { ChannelId, UserId } from '../ids.ts'
import { toChannelId } from '../peers/peer-id.ts'
import type { AdminRight, BannedRight } from '../rules/chat-rights.ts'
import type { InBroadcast, InSupergroup } from '../rules/rights.ts'
import { asUser } from './ids.ts'
import { createTestServer, findByPhone, signUp, type TestClient, type TestServer } from './test-server.ts'

/** What somebody is made before the rights are tried. */
export interface SideCase {
  readonly role: InSupergroup['role'] | InBroadcast['role']
  /** What an admin holds. */
  readonly held?: readonly AdminRight[]
  /** What is taken from this one. */
  readonly taken?: readonly BannedRight[]
  /** What is taken from all members. */
  readonly closed?: readonly BannedRight[]
  /** Whether members are shown to admins alone. */
  readonly hidesMembers?: boolean
}

export type Said = 'own text' | 'other’s text' | 'pinned' | 'own poll' | 'other’s poll' | 'list' | 'scheduled' | 'topic'
export type Stock = { readonly [Kind in Said]: number }

type Named = 'bob' | 'carol' | 'dave' | 'erin'

/** Who is there while rights are tried: Alice, who makes the channels, Bob, Carol, Dave and Erin. */
export interface SidePeople {
  readonly server: TestServer
  readonly alice: TestClient
  readonly bob: TestClient
  readonly carol: TestClient
  /** As the first one names the second. */
  user(viewer: TestClient, of: Named): api.inputUser
  /** Different each time. */
  next(): number
}

const plain = (text: string): api.textWithEntities => ({ _: 'textWithEntities', text, entities: [] })
const answers = ['yes', 'no'].map((text): api.PollAnswer => ({ _: 'inputPollAnswer', text: plain(text) }))
export const poll: api.inputMediaPoll = {
  _: 'inputMediaPoll',
  poll: { _: 'poll', id: 0n, question: plain('Well?'), answers, hash: 0n },
}
const list: api.inputMediaTodo = {
  _: 'inputMediaTodo',
  todo: {
    ...{ _: 'todoList', title: plain('Groceries'), othersCanAppend: true, othersCanComplete: true },
    list: [{ _: 'todoItem', id: 1, title: plain('milk') }],
  },
}

const phones = { alice: '9996610001', bob: '9996620002', carol: '9996630003', dave: '9996640004', erin: '9996650005' }

export async function openSidePeople(): Promise<SidePeople> {
  const server = await createTestServer({ rateLimits: {} })
  const alice = await signUp(server, phones.alice, 'Alice')
  const bob = await signUp(server, phones.bob, 'Bob')
  const carol = await signUp(server, phones.carol, 'Carol')
  await signUp(server, phones.dave, 'Dave')
  await signUp(server, phones.erin, 'Erin')
  const seen = new Map<TestClient, { readonly [Name in Named]: api.inputUser }>()
  for (const client of [alice, carol]) {
    const user = async (phone: string): Promise<api.inputUser> => {
      const { userId, accessHash } = await findByPhone(client, phone)
      return { _: 'inputUser', userId, accessHash }
    }
    seen.set(client, {
      ...{ bob: await user(phones.bob), carol: await user(phones.carol) },
      ...{ dave: await user(phones.dave), erin: await user(phones.erin) },
    })
    await client.call({ _: 'updates.getState' })
  }
  await bob.call({ _: 'updates.getState' })
  let last = 0
  return {
    ...{ server, alice, bob, carol },
    user(viewer, of) {
      const found = seen.get(viewer)?.[of]
      if (found === undefined) throw new TypeError('Alice and Carol name others')
      return found
    },
    next: () => ++last,
  }
}

/** Somebody whose rights in a channel are tried, and what may be tried with. */
export interface ChannelSide {
  readonly actor: TestClient
  /** Who is in the channel all the time, and does nothing. */
  readonly observer: TestClient
  readonly channelId: ChannelId
  readonly channel: api.inputChannel
  readonly peer: api.inputPeerChannel
  /** As the actor names them. */
  readonly users: {
    readonly observer: api.inputUser
    readonly outside: api.inputUser
    /** Whom the actor has brought. */
    readonly invited: api.inputUser
  }
  /** A supergroup of the actor's own for a channel, and a channel for a supergroup. */
  readonly partner: api.inputChannel
  readonly standing: InBroadcast | InSupergroup
  now(): number
  /** The number of a message to which nothing was done yet. */
  take(kind: Said): number
  /** All that may have changed by what the actor does to others. */
  state(): Promise<unknown>
  randomId(): bigint
}

/** Carol becomes what is to be tried, in a new channel of Alice and Bob; Alice herself is its creator. */
export async function openChannelSide(
  { server, alice, bob, carol, user, next }: SidePeople,
  kind: 'broadcast' | 'megagroup',
  { role, held, taken, closed, hidesMembers }: SideCase,
  stock: Stock,
): Promise<ChannelSide> {
  const [actor, other] = role === 'creator' ? [alice, carol] : [carol, alice]
  const created = await alice.call({
    ...{ _: 'channels.createChannel', title: 'A channel', about: '', [kind]: true },
  })
  const channel = channelIn([created])
  const userId = user(alice, 'carol')
  carol.pushed.length = 0
  await alice.call({ _: 'channels.inviteToChannel', channel, users: [user(alice, 'bob'), userId] })
  await server.told()
  const named = { alice: channel, carol: channelIn(carol.pushed) }
  const peerOf = (client: TestClient): api.inputPeerChannel => ({
    ...(client === alice ? named.alice : named.carol),
    _: 'inputPeerChannel',
  })
  const promote = (...names: readonly AdminRight[]): Promise<unknown> =>
    alice.call({
      ...{ _: 'channels.editAdmin', channel, userId, adminRights: { _: 'chatAdminRights', ...flags(names) } },
    })
  // Whatever becomes of her, some of what is there she has said.
  await promote(...(kind === 'broadcast' ? ['postMessages' as const] : []), 'inviteUsers', 'other')
  const randomId = (): bigint => BigInt(next())
  const now = (): number => Math.floor(server.clock.now / 1000)
  const say = async (
    count: number,
    author: TestClient,
    media?: api.InputMedia,
    scheduleDate?: number,
  ): Promise<number[]> => {
    const ids: number[] = []
    while (ids.length < count) {
      const message = media ? '' : `text ${ids.length}`
      const request = { peer: peerOf(author), message, randomId: randomId(), scheduleDate }
      const sent = media
        ? author.call({ _: 'messages.sendMedia', ...request, media })
        : author.call({ _: 'messages.sendMessage', ...request })
      ids.push(idOf(await sent))
    }
    return ids
  }
  /** Topics of the other one, for which the group becomes a forum. */
  const begin = async (count: number): Promise<number[]> => {
    if (count === 0) return []
    await alice.call({ _: 'channels.toggleForum', channel, enabled: true, tabs: false })
    const ids: number[] = []
    while (ids.length < count) {
      const request = { peer: peerOf(other), title: `topic ${ids.length}`, randomId: randomId() }
      ids.push(idOf(await other.call({ _: 'messages.createForumTopic', ...request })))
    }
    return ids
  }
  const said = {
    'own text': await say(stock['own text'], actor),
    'other’s text': await say(stock['other’s text'], other),
    pinned: await say(stock.pinned, other),
    'own poll': await say(stock['own poll'], actor, poll),
    'other’s poll': await say(stock['other’s poll'], other, poll),
    list: await say(stock.list, other, list),
    scheduled: await say(stock.scheduled, actor, undefined, now() + 3600),
    topic: kind === 'megagroup' ? await begin(stock.topic) : await say(stock.topic, other),
  }
  const own = actor === alice ? named.alice : named.carol
  await actor.call({ _: 'channels.inviteToChannel', channel: own, users: [user(actor, 'erin')] })
  const pin = { _: 'messages.updatePinnedMessage', peer: peerOf(alice), silent: true } as const
  for (const id of said.pinned) await alice.call({ ...pin, id })
  await promote(...(role === 'admin' ? (held ?? []) : []))
  const restrict = (names: readonly BannedRight[]): Promise<unknown> =>
    alice.call({
      ...{ _: 'channels.editBanned', channel, participant: { ...userId, _: 'inputPeerUser' } },
      bannedRights: { _: 'chatBannedRights', ...flags(names), untilDate: 0 },
    })
  if (taken !== undefined) await restrict(taken)
  if (closed !== undefined) {
    const bannedRights: api.chatBannedRights = { _: 'chatBannedRights', ...flags(closed), untilDate: 0 }
    await alice.call({ _: 'messages.editChatDefaultBannedRights', peer: peerOf(alice), bannedRights })
  }
  if (hidesMembers) await alice.call({ _: 'channels.toggleParticipantsHidden', channel, enabled: true })
  if (role === 'visitor') await alice.call({ _: 'channels.updateUsername', channel, username: `open_to_all_${next()}` })
  if (role === 'visitor' || role === 'outsider') {
    await carol.call({ _: 'channels.leaveChannel', channel: named.carol })
  }
  if (role === 'banned') await restrict(['viewMessages'])
  await server.told()
  const channelId = toChannelId(channel.channelId)
  if (channelId === undefined) throw new TypeError('that is no channel')
  const { read } = server.store
  const others = kind === 'broadcast' ? 'megagroup' : 'broadcast'
  const idOfClient = ({ key }: TestClient): UserId => asUser(BigInt(key.userId ?? 0))
  const { standing } = await standingIn(read, idOfClient(actor), channelId, now())
  return {
    ...{ actor, observer: bob, channelId, standing, randomId, now },
    users: { observer: user(actor, 'bob'), outside: user(actor, 'dave'), invited: user(actor, 'erin') },
    channel: own,
    partner: channelIn([await actor.call({ _: 'channels.createChannel', title: 'Mine', about: '', [others]: true })]),
    peer: peerOf(actor),
    take(one) {
      const id = said[one].pop()
      if (id === undefined) throw new TypeError(`no ${one} is left`)
      return id
    },
    state: async () => [
      await read.boxes.state(channelId),
      await read.channels.get(channelId),
      await read.channelMembers.page({ channel: channelId, list: 'recent', offset: 0, limit: 100 }),
      await read.boxes.state(idOfClient(bob)),
    ],
  }
}

/** The channel that updates show, as whoever got them names it. */
function channelIn(updates: readonly api.Updates[]): api.inputChannel {
  const chats = updates.flatMap((one) => ('chats' in one ? one.chats : []))
  const found = chats.find((chat) => chat._ === 'channel' && chat.accessHash !== undefined)
  if (found?._ !== 'channel') throw new TypeError('no channel is shown')
  return { _: 'inputChannel', channelId: found.id, accessHash: found.accessHash ?? 0n }
}

function flags<Name extends string>(names: readonly Name[]): { [One in Name]?: true } {
  const set: { [One in Name]?: true } = {}
  for (const name of names) set[name] = true
  return set
}

/** The number of the only message that updates bring. */
function idOf(updates: api.Updates): number {
  const found = 'updates' in updates ? updates.updates : []
  const id = found.find((update) => update._ === 'updateMessageID')?.id
  if (id === undefined) throw new TypeError('what was said has no number')
  return id
}
