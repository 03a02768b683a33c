import { messageIdTime } from '../message-id.ts'

/** A client sends a packet or two before it learns the right time. */
const MAX_PACKETS_PER_KEY = 64
const MAX_KEYS = 65_536
/** Salts are told for 32 hours ahead; a packet that is further ahead has none that will count when its time has come. */
const MAX_AHEAD_S = 34 * 3600
/** And a packet that is older than this is refused for its age. */
const MAX_AGE_S = 300

/** The packets of one key that were refused as being ahead of time. */
export interface RefusedOfKey {
  has(msgId: bigint): boolean
  /** @param seconds unix time by a clock that never goes back */
  add(msgId: bigint, seconds: number): void
}

interface Refused {
  readonly msgIds: Set<bigint>
  /** When all of them are too old. */
  overAt: number
}

/**
 * Packets that were refused because their time had not come, by key. What was in them has come again under other numbers,
 * so they must not be taken when their time has come, whatever has become of their sessions.
 */
export class RefusedAhead {
  readonly #keys = new Map<bigint, Refused>()

  /** How many keys have such packets. */
  get size(): number {
    return this.#keys.size
  }

  of(authKeyId: bigint): RefusedOfKey {
    return {
      has: (msgId) => this.#keys.size > 0 && this.#keys.get(authKeyId)?.msgIds.has(msgId) === true,
      add: (msgId, seconds) => this.#add(authKeyId, msgId, seconds),
    }
  }

  #add(authKeyId: bigint, msgId: bigint, seconds: number): void {
    const time = messageIdTime(msgId)
    if (time > seconds + MAX_AHEAD_S) return
    const refused = this.#keys.get(authKeyId) ?? { msgIds: new Set<bigint>(), overAt: 0 }
    this.#keys.delete(authKeyId)
    this.#keys.set(authKeyId, refused)
    refused.msgIds.add(msgId)
    refused.overAt = Math.max(refused.overAt, time + MAX_AGE_S)
    if (refused.msgIds.size > MAX_PACKETS_PER_KEY) deleteFirst(refused.msgIds)
    for (const [other, { overAt }] of this.#keys) {
      if (overAt >= seconds && this.#keys.size <= MAX_KEYS) return
      this.#keys.delete(other)
    }
  }
}

function deleteFirst(msgIds: Set<bigint>): void {
  for (const first of msgIds) {
    msgIds.delete(first)
    return
  }
}
