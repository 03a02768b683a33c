import type { api } from '@chappe/tl-codec/api'
import type { RecordReader } from '../storage/records.ts'

/** What is known of someone who can be written to. */
export interface KnownPeer {
  readonly kind: 'user' | 'chat' | 'channel'
  readonly id: bigint
  /** 0 for basic groups, which need none. */
  readonly accessHash: bigint
  readonly username: string | undefined
  readonly phone: string | undefined
}

export interface PeerCache {
  /** Takes what an answer or an update tells of people and chats. */
  learn(users: readonly api.User[], chats: readonly api.Chat[]): void
  get(kind: KnownPeer['kind'], id: bigint): KnownPeer | undefined
  byUsername(username: string): KnownPeer | undefined
  byPhone(phone: string): KnownPeer | undefined
  forget(peer: KnownPeer): void
  clear(): void
  readonly all: Iterable<KnownPeer>
  readonly size: number
}

/** Peers heard of, the ones heard of last at the end; the longest unheard makes room. */
export function createPeerCache(maxPeers: number, known: readonly KnownPeer[], onChange: () => void): PeerCache {
  const peers = new Map<string, KnownPeer>()
  const usernames = new Map<string, string>()
  const phones = new Map<string, string>()
  for (const peer of known) put(peer)

  function put(peer: KnownPeer): void {
    const key = keyOf(peer.kind, peer.id)
    const before = peers.get(key)
    if (before !== undefined) remove(key, before)
    peers.set(key, peer)
    if (peer.username !== undefined) usernames.set(peer.username.toLowerCase(), key)
    if (peer.phone !== undefined) phones.set(peer.phone, key)
    for (const [oldestKey, oldest] of peers) {
      if (peers.size <= maxPeers) break
      remove(oldestKey, oldest)
    }
  }

  function remove(key: string, peer: KnownPeer): void {
    peers.delete(key)
    const username = peer.username?.toLowerCase()
    if (username !== undefined && usernames.get(username) === key) usernames.delete(username)
    if (peer.phone !== undefined && phones.get(peer.phone) === key) phones.delete(peer.phone)
  }

  function learnOne(peer: KnownPeer | undefined): boolean {
    if (peer === undefined) return false
    const before = peers.get(keyOf(peer.kind, peer.id))
    // Who is not a contact comes without a number, which is no reason to forget it.
    const merged = { ...peer, phone: peer.phone ?? before?.phone }
    put(merged)
    return before === undefined || !samePeer(before, merged)
  }

  return {
    learn(users, chats) {
      let changed = false
      for (const user of users) if (learnOne(ofUser(user))) changed = true
      for (const chat of chats) if (learnOne(ofChat(chat))) changed = true
      if (changed) onChange()
    },
    get: (kind, id) => peers.get(keyOf(kind, id)),
    byUsername: (username) => peers.get(usernames.get(username.toLowerCase()) ?? ''),
    byPhone: (phone) => peers.get(phones.get(phone) ?? ''),
    forget(peer) {
      remove(keyOf(peer.kind, peer.id), peer)
      onChange()
    },
    clear() {
      peers.clear()
      usernames.clear()
      phones.clear()
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
  }
}

function keyOf(kind: KnownPeer['kind'], id: bigint): string {
  return `${kind}${id}`
}

function samePeer(a: KnownPeer, b: KnownPeer): boolean {
  return a.accessHash === b.accessHash && a.username === b.username && a.phone === b.phone
}

/** A `min` user has an access hash that works in few places, so it is not kept ("Constructor min"). */
function ofUser(user: api.User): KnownPeer | undefined {
  if (user._ !== 'user' || user.min || user.accessHash === undefined) return undefined
  const { id, accessHash, phone } = user
  return { kind: 'user', id, accessHash, username: user.username ?? activeName(user.usernames), phone }
}

function ofChat(chat: api.Chat): KnownPeer | undefined {
  if (chat._ === 'chat') {
    return { kind: 'chat', id: chat.id, accessHash: 0n, username: undefined, phone: undefined }
  }
  if (chat._ !== 'channel' || chat.min || chat.accessHash === undefined) return undefined
  const { id, accessHash } = chat
  return { kind: 'channel', id, accessHash, username: chat.username ?? activeName(chat.usernames), phone: undefined }
}

function activeName(names: readonly api.Username[] | undefined): string | undefined {
  return names?.find(({ active }) => active)?.username
}
