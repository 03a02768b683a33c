import type { UnixTime, UserId } from '../../../ids.ts'

/** A key that gave a right code (or had its QR code accepted) and still owes the password. */
export interface PendingLogin {
  readonly authKeyId: bigint
  readonly userId: UserId
  /** The hash that the authorization will have. */
  readonly hash: bigint
  readonly expiresAt: UnixTime
}

/** A QR code on the screen of someone who wants to sign in. */
export interface LoginToken {
  /** SHA-256 of the token. The token itself is not stored. */
  readonly digest: Uint8Array
  /** The key that shows it. */
  readonly authKeyId: bigint
  /** The hash that the authorization will have. */
  readonly hash: bigint
  readonly acceptedBy?: UserId | undefined
  readonly expiresAt: UnixTime
}

/** What one key exported for another one of the same user. */
export interface ExportedAuthorization {
  /** SHA-256 of the exported bytes. */
  readonly digest: Uint8Array
  readonly userId: UserId
  /** The key that exported it. */
  readonly authKeyId: bigint
  readonly expiresAt: UnixTime
}

export interface LoginReads {
  pending(authKeyId: bigint): Promise<PendingLogin | undefined>
  token(digest: Uint8Array): Promise<LoginToken | undefined>
  /** The newest token of a key that someone has accepted. */
  acceptedToken(authKeyId: bigint): Promise<LoginToken | undefined>
}

export interface LoginWrites extends LoginReads {
  putPending(login: PendingLogin): Promise<void>
  removePending(authKeyId: bigint): Promise<void>
  putToken(token: LoginToken): Promise<void>
  removeTokens(authKeyId: bigint): Promise<void>
  putExported(exported: ExportedAuthorization): Promise<void>
  /** Gives what was exported, once. */
  takeExported(digest: Uint8Array): Promise<ExportedAuthorization | undefined>
  /** Forgets every login to the user's account that is under way: one key's word for another, a code that was read. */
  removeOfUser(userId: UserId): Promise<void>
  /** Forgets what expired before `time` of this domain, at most `limit`; tells how much there was. */
  removeExpired(time: UnixTime, limit: number): Promise<number>
}
