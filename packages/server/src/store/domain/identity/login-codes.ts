import type { UnixTime, UserId } from '../../../ids.ts'

/** One attempt to sign in, from `auth.sendCode` until it succeeds, expires or is cancelled. */
export interface LoginCode {
  /** `phone_code_hash`: names the attempt. */
  readonly hash: string
  readonly phone: string
  /** The key that asked; no other may use the code. */
  readonly authKeyId: bigint
  /** A keyed digest of the code. The code itself is not stored. */
  readonly digest: Uint8Array
  readonly createdAt: UnixTime
  readonly expiresAt: UnixTime
  readonly wrongAttempts: number
  /** The code was given rightly, and the number has no account yet: `auth.signUp` may follow. */
  readonly verified: boolean
  /** The address that the code went to, if it went by e-mail. */
  readonly email?: string | undefined
  /** An address that was verified in this attempt, and codes go to once it has succeeded. */
  readonly newEmail?: string | undefined
  /** No code was sent: first an address has to be verified. */
  readonly needsEmail?: boolean | undefined
}

export interface LoginCodeReads {
  /** Attempts since a time to sign in to someone's account, by its number. */
  ofUser(userId: UserId, since: UnixTime): Promise<LoginCode[]>
  get(hash: string): Promise<LoginCode | undefined>
}

export interface LoginCodeWrites extends LoginCodeReads {
  put(code: LoginCode): Promise<void>
  /** Forgets one attempt. */
  remove(hash: string): Promise<void>
  /** Forgets attempts from before `time`, whatever became of them, at most `limit`; tells how many there were. */
  removeBefore(time: UnixTime, limit: number): Promise<number>
}
