import type { UserId } from '../../../ids.ts'

/** What a user has set for the account as a whole. */
export interface AccountSettings {
  /** After so many days without use the account is deleted. */
  readonly ttlDays: number
  /** After so many days without use a device is signed out. */
  readonly sessionTtlDays: number
  /** No notice when a contact joins. */
  readonly contactSignUpSilent: boolean
  readonly sensitiveContent: boolean
  readonly topPeersOff: boolean
  /** A boxed TL `GlobalPrivacySettings`. */
  readonly globalPrivacy?: Uint8Array | undefined
  /** A boxed TL `ReactionsNotifySettings`. */
  readonly reactionNotices?: Uint8Array | undefined
  /** A boxed TL `account.AutoDownloadSettings`. */
  readonly autoDownload?: Uint8Array | undefined
}

export const defaultAccountSettings: AccountSettings = {
  ttlDays: 548,
  sessionTtlDays: 183,
  contactSignUpSilent: false,
  sensitiveContent: false,
  topPeersOff: false,
}

export interface AccountSettingReads {
  /** The defaults for who never set anything. */
  get(userId: UserId): Promise<AccountSettings>
  /** The `globalPrivacy` of those who have set any. */
  globalPrivacyOf(userIds: readonly UserId[]): Promise<ReadonlyMap<UserId, Uint8Array>>
}

export interface AccountSettingWrites extends AccountSettingReads {
  put(userId: UserId, settings: AccountSettings): Promise<void>
}
