import type { UnixTime } from './ids.ts'

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
}

export interface LoginCodeReads {
  get(hash: string): Promise<LoginCode | undefined>
  /** Attempts of a number since a time, for limits. */
  countSince(phone: string, since: UnixTime): Promise<number>
}

export interface LoginCodeWrites extends LoginCodeReads {
  put(code: LoginCode): Promise<void>
  /** Forgets one attempt. */
  remove(hash: string): Promise<void>
  /** Forgets what expired before `time`. */
  removeExpired(time: UnixTime): Promise<void>
}
