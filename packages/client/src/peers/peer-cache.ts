import type { api } from '@chappe/tl-codec/api'
import type { RecordReader } from '../storage/records.ts'
import { activeNames, type Seen, seenChat, seenUser } from './seen.ts'

/** What is known of someone who can be written to. */
export interface KnownPeer {
  readonly kind: 'user' | 'chat' | 'channel'
  readonly id: bigint
  /** 0 for basic groups, which need none. */
  readonly accessHash: bigint
  readonly username: string | undefined
  readonly phone: string | undefined
  /** When the server last told of the peer with this username, in ms of unix time. */
  readonly nameAt: number
  /** The same for the phone number. */
  readonly phoneAt: number
}

export interface PeerCache {
  /** Takes what an answer or an update tells of people and chats. */
  learn(users: readonly api.User[], chats: readonly api.Chat[]): void
  /** An update told a person's names. */
  renamed(update: api.updateUserName): void
  /** The server said who has the number. */
  learnPhone(phone: string, kind: KnownPeer['kind'], id: bigint): void
  /** Nobody has this name, or something about this peer has changed: it is asked again before it is used. */
  expireName(username: string): void
  expire(kind: KnownPeer['kind'], id: bigint): void
  get(kind: KnownPeer['kind'], id: bigint): KnownPeer | undefined
  /** The person or chat as the server last described it; not stored, so unknown after a start. */
  entity(kind: 'user', id: bigint): api.user | undefined
  entity(kind: 'chat' | 'channel', id: bigint): api.chat | api.channel | undefined
  /** Whoever has the name, as far as that was heard not long ago. */
  byUsername(username: string): KnownPeer | undefined
  byPhone(phone: string): KnownPeer | undefined
  forget(peer: KnownPeer): void
  clear(): void
  readonly all: Iterable<KnownPeer>
  readonly size: number
}

export interface PeerCacheOptions {
  readonly maxPeers: number
  readonly known: readonly KnownPeer[]
  /** Unix time in ms. */
  now(): number
  /** How long a name names whom it named, in ms. */
  readonly nameLifetimeMs: number
  onChange(): void
}

/** Numbers change hands far less often than names. */
const PHONE_LIFETIMES = 6

/** Peers heard of, the ones heard of last at the end; the longest unheard makes room. */
export function createPeerCache(options: PeerCacheOptions): PeerCache {
  const { maxPeers, now, onChange, nameLifetimeMs } = options
  const peers = new Map<string, KnownPeer>()
  const users = new Map<string, api.user>()
  const chats = new Map<string, api.chat | api.channel>()
  const usernames = new Map<string, string>()
  const phones = new Map<string, string>()
  for (const peer of options.known) put(peer)

  function put(peer: KnownPeer): void {
    const key = keyOf(peer.kind, peer.id)
    const before = peers.get(key)
    if (before !== undefined) unlist(key, before)
    peers.delete(key)
    peers.set(key, peer)
    if (peer.username !== undefined) usernames.set(peer.username.toLowerCase(), key)
    if (peer.phone !== undefined) phones.set(peer.phone, key)
    for (const [oldestKey, oldest] of peers) {
      if (peers.size <= maxPeers) break
      remove(oldestKey, oldest)
    }
  }

  function remove(key: string, peer: KnownPeer): void {
    unlist(key, peer)
    peers.delete(key)
    users.delete(key)
    chats.delete(key)
  }

  function unlist(key: string, peer: KnownPeer): void {
    const username = peer.username?.toLowerCase()
    if (username !== undefined && usernames.get(username) === key) usernames.delete(username)
    if (peer.phone !== undefined && phones.get(peer.phone) === key) phones.delete(peer.phone)
  }

  /** Takes names and a number from whoever had them before; true if somebody had. */
  function take(key: string, names: readonly string[], phone: string | undefined): boolean {
    let taken = false
    for (const name of names) {
      const owner = usernames.get(name.toLowerCase())
      const peer = owner === undefined || owner === key ? undefined : peers.get(owner)
      if (peer === undefined) continue
      replace({ ...peer, username: undefined })
      taken = true
    }
    const owner = phone === undefined ? undefined : phones.get(phone)
    const peer = owner === undefined || owner === key ? undefined : peers.get(owner)
    if (peer === undefined) return taken
    replace({ ...peer, phone: undefined })
    return true
  }

  /** Puts another description of a known peer in its place, without making it one that was heard of last. */
  function replace(peer: KnownPeer): void {
    const key = keyOf(peer.kind, peer.id)
    const before = peers.get(key)
    if (before === undefined) return
    unlist(key, before)
    peers.set(key, peer)
    if (peer.username !== undefined) usernames.set(peer.username.toLowerCase(), key)
    if (peer.phone !== undefined) phones.set(peer.phone, key)
  }

  function learnOne(seen: Seen | undefined): boolean {
    if (seen === undefined) return false
    const { kind, id, accessHash, names, phone } = seen
    const key = keyOf(kind, id)
    const taken = take(key, names, phone)
    // Of a `min` one the access hash works in few places, so it is not kept ("Constructor min").
    if (accessHash === undefined) return taken
    const before = peers.get(key)
    const peer: KnownPeer = {
      ...{ kind, id, accessHash, username: names[0], nameAt: now() },
      // Who is not a contact comes without a number, which is no reason to forget it.
      phone: phone ?? before?.phone,
      phoneAt: phone === undefined ? (before?.phoneAt ?? 0) : now(),
    }
    put(peer)
    return taken || before === undefined || !samePeer(before, peer)
  }

  function isFresh(at: number, lifetimeMs: number): boolean {
    // A clock that was set back makes nothing fresh for longer.
    return Math.abs(now() - at) < lifetimeMs
  }

  function entity(kind: 'user', id: bigint): api.user | undefined
  function entity(kind: 'chat' | 'channel', id: bigint): api.chat | api.channel | undefined
  function entity(kind: KnownPeer['kind'], id: bigint): api.user | api.chat | api.channel | undefined {
    return kind === 'user' ? users.get(keyOf(kind, id)) : chats.get(keyOf(kind, id))
  }

  return {
    learn(seenUsers, seenChats) {
      let changed = false
      for (const user of seenUsers) {
        if (learnOne(seenUser(user))) changed = true
        const key = keyOf('user', user.id)
        if (user._ === 'user' && !user.min && peers.has(key)) users.set(key, user)
      }
      for (const chat of seenChats) {
        if (learnOne(seenChat(chat))) changed = true
        if (chat._ !== 'chat' && (chat._ !== 'channel' || chat.min)) continue
        const key = keyOf(chat._, chat.id)
        if (peers.has(key)) chats.set(key, chat)
      }
      if (changed) onChange()
    },
    renamed({ userId, firstName, lastName, usernames: told }) {
      const key = keyOf('user', userId)
      const names = activeNames(undefined, told)
      const taken = take(key, names, undefined)
      const user = users.get(key)
      if (user !== undefined) users.set(key, { ...user, firstName, lastName, username: names[0], usernames: told })
      const peer = peers.get(key)
      if (peer !== undefined) replace({ ...peer, username: names[0], nameAt: now() })
      if (taken || peer !== undefined) onChange()
    },
    learnPhone(phone, kind, id) {
      const peer = peers.get(keyOf(kind, id))
      take(keyOf(kind, id), [], phone)
      if (peer !== undefined) replace({ ...peer, phone, phoneAt: now() })
      onChange()
    },
    expireName(username) {
      const peer = peers.get(usernames.get(username.toLowerCase()) ?? '')
      if (peer !== undefined) replace({ ...peer, username: undefined })
    },
    expire(kind, id) {
      const peer = peers.get(keyOf(kind, id))
      if (peer !== undefined) replace({ ...peer, nameAt: 0, phoneAt: 0 })
    },
    get: (kind, id) => peers.get(keyOf(kind, id)),
    entity,
    byUsername(username) {
      const peer = peers.get(usernames.get(username.toLowerCase()) ?? '')
      return peer !== undefined && isFresh(peer.nameAt, nameLifetimeMs) ? peer : undefined
    },
    byPhone(phone) {
      const peer = peers.get(phones.get(phone) ?? '')
      return peer !== undefined && isFresh(peer.phoneAt, PHONE_LIFETIMES * nameLifetimeMs) ? peer : undefined
    },
    forget(peer) {
      remove(keyOf(peer.kind, peer.id), peer)
      onChange()
    },
    clear() {
      for (const map of [peers, users, chats, usernames, phones]) map.clear()
      onChange()
    },
    get all() {
      return peers.values()
    },
    get size() {
      return peers.size
    },
  }
}

export function readKnownPeer(record: RecordReader): KnownPeer {
  const kind = record.string('kind')
  return {
    kind: kind === 'chat' || kind === 'channel' ? kind : 'user',
    id: record.bigint('id'),
    accessHash: record.bigint('accessHash'),
    username: record.optional('string', 'username'),
    phone: record.optional('string', 'phone'),
    // What an earlier version stored says nothing of its age.
    nameAt: record.optional('number', 'nameAt') ?? 0,
    phoneAt: record.optional('number', 'phoneAt') ?? 0,
  }
}

function keyOf(kind: KnownPeer['kind'], id: bigint): string {
  return `${kind}${id}`
}

function samePeer(a: KnownPeer, b: KnownPeer): boolean {
  return a.accessHash === b.accessHash && a.username === b.username && a.phone === b.phone
}
