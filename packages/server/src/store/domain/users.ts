import type { UnixTime, UserId } from './ids.ts'

export interface UserRecord {
  readonly id: UserId
  /** Digits only, unique; absent once the account is deleted. */
  readonly phone?: string | undefined
  readonly firstName: string
  readonly lastName: string
  readonly about: string
  /** As its owner writes it; unique without regard to case. */
  readonly username?: string | undefined
  readonly createdAt: UnixTime
}

export interface UserReads {
  get(id: UserId): Promise<UserRecord | undefined>
  /** Those of `ids` that exist, in no particular order. */
  many(ids: readonly UserId[]): Promise<UserRecord[]>
  byPhone(phone: string): Promise<UserRecord | undefined>
  byPhones(phones: readonly string[]): Promise<UserRecord[]>
}

export interface UserWrites extends UserReads {
  /** Creates the account and its empty box, and picks the id. The number must be free. */
  create(user: Pick<UserRecord, 'phone' | 'firstName' | 'lastName' | 'createdAt'>): Promise<UserRecord>
  setProfile(id: UserId, profile: Pick<UserRecord, 'firstName' | 'lastName' | 'about'>): Promise<void>
}
