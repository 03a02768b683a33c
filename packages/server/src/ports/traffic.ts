import type { UserId } from '../ids.ts'

/** Whose session it is that something came by, or went to. */
export interface TrafficOf {
  readonly authKeyId: bigint
  readonly sessionId: bigint
  /** Who is signed in by the key. */
  readonly userId: UserId | undefined
  /** Which the client speaks; undefined before it has said so. */
  readonly layer: number | undefined
}

/**
 * Is shown all queries, answers and updates, in TL bytes, for whoever looks for a fault in a client. They hold what is secret.
 * It is called within the server's turn, and throws nothing.
 */
export interface Traffic {
  query(of: TrafficOf, body: Uint8Array): void
  answer(of: TrafficOf, query: Uint8Array, answer: Uint8Array): void
  failure(of: TrafficOf, query: Uint8Array, error: unknown): void
  update(of: TrafficOf, body: Uint8Array): void
}
