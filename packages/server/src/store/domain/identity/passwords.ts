import type { UnixTime, UserId } from '../../../ids.ts'

/** What proves the password without being it ("Two-factor authentication", "Setting a new 2FA password"). */
export interface PasswordVerifier {
  /** g^x mod p. */
  readonly verifier: Uint8Array
  readonly salt1: Uint8Array
  readonly salt2: Uint8Array
}

/** A code that was sent by e-mail. The code itself is not stored. */
export interface EmailedCode {
  readonly digest: Uint8Array
  readonly expiresAt: UnixTime
  readonly wrongAttempts: number
}

export interface PasswordRecord {
  readonly userId: UserId
  /** Absent while the first password still waits for its e-mail to be confirmed. */
  readonly current?: PasswordVerifier | undefined
  /** Since when `current` holds; missing if that was before it was kept. */
  readonly setAt?: UnixTime | undefined
  readonly hint: string
  /** The confirmed address for recovery. */
  readonly email?: string | undefined
  /** A password that comes into force with `pendingEmail`. */
  readonly pending?: PasswordVerifier | undefined
  readonly pendingEmail?: string | undefined
  readonly emailCode?: EmailedCode | undefined
  readonly recoveryCode?: EmailedCode | undefined
  /** When a reset without e-mail may be completed. */
  readonly resetAt?: UnixTime | undefined
  readonly resetDeclinedAt?: UnixTime | undefined
}

/** What a client was given to prove the password against; used once. */
export interface PasswordChallenge {
  readonly authKeyId: bigint
  readonly userId: UserId
  readonly srpId: bigint
  readonly b: Uint8Array
  readonly srpB: Uint8Array
  readonly expiresAt: UnixTime
}

/** What stands for the password for a short time ("account.getTmpPassword"). */
export interface TemporaryPassword {
  readonly userId: UserId
  /** SHA-256 of it. It is not stored itself. */
  readonly digest: Uint8Array
  readonly expiresAt: UnixTime
}

export interface PasswordReads {
  get(userId: UserId): Promise<PasswordRecord | undefined>
  challenge(authKeyId: bigint): Promise<PasswordChallenge | undefined>
  temporary(userId: UserId): Promise<TemporaryPassword | undefined>
}

export interface PasswordWrites extends PasswordReads {
  put(record: PasswordRecord): Promise<void>
  /** With the temporary one. */
  remove(userId: UserId): Promise<void>
  /** Replaces the user's temporary password before. */
  putTemporary(password: TemporaryPassword): Promise<void>
  removeTemporary(userId: UserId): Promise<void>
  /** Replaces the key's challenge before. */
  putChallenge(challenge: PasswordChallenge): Promise<void>
  removeChallenge(authKeyId: bigint): Promise<void>
  /** Forgets challenges and temporary passwords that expired before `time`, at most `limit`; tells how many there were. */
  removeExpired(time: UnixTime, limit: number): Promise<number>
}
