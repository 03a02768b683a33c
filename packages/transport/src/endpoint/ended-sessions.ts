import { messageIdTime } from '../message-id.ts'
import { MAX_AGE_S } from '../session/packet-fault.ts'

/** Sessions of one key that are remembered one by one. */
const MAX_SESSIONS_PER_KEY = 64
/** Keys whose sessions are remembered. */
const MAX_KEYS = 65_536
/** And so many sessions in all. */
const MAX_SESSIONS = 262_144

/** What is remembered of a key's sessions that have ended. */
interface EndedOfKey {
  /** The highest msg_id of those that are not remembered one by one. */
  floor: bigint
  /** The highest msg_id of all. */
  highest: bigint
  readonly sessions: Map<bigint, bigint>
}

/**
 * The highest msg_id that each session had received when it ended, for as long as a packet with such a msg_id is young
 * enough to be taken. A packet names its session, and whoever sends it again can change neither, so this is all that is
 * needed to know a replay to a session that is gone. Of too many sessions of a key, and of too many keys, the highest
 * msg_id of the oldest stands for all of the key, or for everybody.
 */
export class EndedSessions {
  readonly #keys = new Map<bigint, EndedOfKey>()
  #count = 0
  /** The highest msg_id of those keys that are not remembered. */
  #floor = 0n

  /** How many are remembered. */
  get size(): number {
    return this.#count
  }

  /** @param now unix ms of a clock that never goes back */
  add(authKeyId: bigint, sessionId: bigint, highest: bigint, now: number): void {
    const seconds = now / 1000
    this.#forget(seconds)
    if (isOver(highest, seconds)) return
    const known = this.#keys.get(authKeyId) ?? { floor: 0n, highest: 0n, sessions: new Map<bigint, bigint>() }
    // The one that was added to last stands last, so the first are the first to be over.
    this.#keys.delete(authKeyId)
    this.#keys.set(authKeyId, known)
    const before = known.sessions.get(sessionId)
    if (before === undefined) this.#count++
    else known.sessions.delete(sessionId)
    known.sessions.set(sessionId, max(before ?? 0n, highest))
    known.highest = max(known.highest, highest)
    while (known.sessions.size > MAX_SESSIONS_PER_KEY) this.#merge(known)
    while (this.#keys.size > MAX_KEYS || this.#count > MAX_SESSIONS) this.#mergeOldestKey()
  }

  /** No packet for this session is to be taken up to this msg_id. */
  floorOf(authKeyId: bigint, sessionId: bigint): bigint {
    const known = this.#keys.get(authKeyId)
    if (known === undefined) return this.#floor
    return max(this.#floor, max(known.floor, known.sessions.get(sessionId) ?? 0n))
  }

  /** The key is gone, and with it whatever was sent under it. */
  forgetKey(authKeyId: bigint): void {
    const known = this.#keys.get(authKeyId)
    if (known === undefined) return
    this.#count -= known.sessions.size
    this.#keys.delete(authKeyId)
  }

  /** Each addition forgets what has become too old since the last one. */
  #forget(seconds: number): void {
    for (const [authKeyId, { highest }] of this.#keys) {
      if (!isOver(highest, seconds)) return
      this.forgetKey(authKeyId)
    }
  }

  #merge(known: EndedOfKey): void {
    for (const [sessionId, highest] of known.sessions) {
      known.sessions.delete(sessionId)
      this.#count--
      known.floor = max(known.floor, highest)
      return
    }
  }

  #mergeOldestKey(): void {
    for (const [authKeyId, { highest }] of this.#keys) {
      this.#floor = max(this.#floor, highest)
      this.forgetKey(authKeyId)
      return
    }
  }
}

/** A packet with this msg_id is refused for its age. */
function isOver(msgId: bigint, seconds: number): boolean {
  return messageIdTime(msgId) < seconds - MAX_AGE_S
}

function max(one: bigint, other: bigint): bigint {
  return one > other ? one : other
}
