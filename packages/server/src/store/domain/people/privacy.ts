import type { UserId } from '../../../ids.ts'

/** Who may do or see one thing; only where a user departed from the default. */
export interface PrivacyRecord {
  readonly userId: UserId
  /** The name of the TL constructor, such as `privacyKeyPhoneNumber`. */
  readonly key: string
  /** A boxed TL `account.PrivacyRules` without chats and users, its rules in the order in which they apply. */
  readonly rules: Uint8Array
}

export interface PrivacyReads {
  get(userId: UserId, key: string): Promise<PrivacyRecord | undefined>
  /** All that these users have set. */
  ofUsers(users: readonly UserId[]): Promise<PrivacyRecord[]>
}

export interface PrivacyWrites extends PrivacyReads {
  put(record: PrivacyRecord): Promise<void>
}
