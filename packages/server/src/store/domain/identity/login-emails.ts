import type { UnixTime, UserId } from '../../../ids.ts'

/** The address to which an account's login codes go in place of its phone ("Email verification"). */
export interface LoginEmail {
  readonly userId: UserId
  readonly email: string
  /** When the address is given up, as somebody asked for who cannot read there. */
  readonly resetAt?: UnixTime | undefined
}

/** An address that waits for the code which was sent there. */
export interface EmailCheck {
  /** What the address is for: an attempt to sign in, or an account. */
  readonly name: string
  readonly email: string
  /** A keyed digest of the code. The code itself is not stored. */
  readonly digest: Uint8Array
  readonly expiresAt: UnixTime
  readonly wrongAttempts: number
  /** How many codes were sent for this name. */
  readonly sent: number
}

export interface LoginEmailReads {
  get(userId: UserId): Promise<LoginEmail | undefined>
  check(name: string): Promise<EmailCheck | undefined>
}

export interface LoginEmailWrites extends LoginEmailReads {
  put(email: LoginEmail): Promise<void>
  remove(userId: UserId): Promise<void>
  putCheck(check: EmailCheck): Promise<void>
  removeCheck(name: string): Promise<void>
  /** Forgets checks that expired before `time`, at most `limit`; tells how many there were. */
  removeExpiredChecks(time: UnixTime, limit: number): Promise<number>
}
