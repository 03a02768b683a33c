import type { UnixTime, UserId } from '../../../ids.ts'

/** What a device was given when it logged out, and signs in by without a code ("Future auth tokens"). */
export interface FutureAuthToken {
  /** SHA-256 of the token. The token itself is not stored. */
  readonly digest: Uint8Array
  readonly userId: UserId
  readonly createdAt: UnixTime
  readonly expiresAt: UnixTime
}

export interface FutureAuthTokenReads {
  get(digest: Uint8Array): Promise<FutureAuthToken | undefined>
}

export interface FutureAuthTokenWrites extends FutureAuthTokenReads {
  /** Keeps a token, and of the user's earlier ones the newest, so that there are `limit` at most. */
  add(token: FutureAuthToken, limit: number): Promise<void>
  remove(digest: Uint8Array): Promise<void>
  removeAll(userId: UserId): Promise<void>
  /** Forgets tokens that expired before `time`, at most `limit`; tells how many there were. */
  removeExpired(time: UnixTime, limit: number): Promise<number>
}
