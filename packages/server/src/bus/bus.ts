import type { api } from '@chappe/tl-codec/api'
import type { UserId } from '../ids.ts'

/** One session of one key. */
export interface SessionName {
  readonly authKeyId: bigint
  readonly sessionId: bigint
}

/**
 * What one part of the server tells all gateways. A doorbell, never the truth: whoever misses a message finds out from
 * the next `pts` or from the store.
 */
export type BusMessage =
  /** For all sessions of a user, but for the one that caused it and has the answer to its request instead. */
  | {
      readonly type: 'updates'
      readonly userId: UserId
      readonly updates: api.Updates
      readonly except?: SessionName | undefined
    }
  /** Who is signed in by this key has changed; `userId` is missing when nobody is. `by` signed itself out, and knows. */
  | {
      readonly type: 'authorization'
      readonly authKeyId: bigint
      readonly userId?: UserId | undefined
      readonly by?: SessionName | undefined
    }
  /** For all sessions of a key, whoever is signed in by it, or nobody. */
  | { readonly type: 'keyUpdates'; readonly authKeyId: bigint; readonly updates: api.Updates }
  /** A temporary key acts for a permanent one from now on, as this request has asked. */
  | { readonly type: 'bound'; readonly temporary: bigint; readonly permanent: bigint; readonly requestId: string }
  /** The last connection of a key that was online is gone. */
  | { readonly type: 'deviceGone'; readonly authKeyId: bigint }

export interface Bus {
  publish(message: BusMessage): void
  /** Calls `listener` for each message, in the order published; the answer ends it. */
  subscribe(listener: (message: BusMessage) => void): () => void
}
