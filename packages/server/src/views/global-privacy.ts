import type { api } from '@chappe/tl-codec/api'
import type { UserId } from '../ids.ts'
import type { Reads } from '../store/store.ts'
import { readStored } from '../tl/stored.ts'
import type { Standing } from './standing.ts'

const none: api.globalPrivacySettings = { _: 'globalPrivacySettings' }

/** What a user has set for all chats at once (`account.setGlobalPrivacySettings`). */
export async function globalPrivacyOf(
  read: Pick<Reads, 'accountSettings'>,
  userId: UserId,
): Promise<api.globalPrivacySettings> {
  const { globalPrivacy } = await read.accountSettings.get(userId)
  return (globalPrivacy && readStored('GlobalPrivacySettings', globalPrivacy)) ?? none
}

/** Those of `userIds` who want to hear from no strangers, found with one question. */
export async function closedToStrangers(
  read: Pick<Reads, 'accountSettings'>,
  userIds: readonly UserId[],
): Promise<ReadonlySet<UserId>> {
  const stored = [...(await read.accountSettings.globalPrivacyOf(userIds))]
  const closed = stored.filter(
    ([, stored]) => readStored('GlobalPrivacySettings', stored)?.newNoncontactPeersRequirePremium,
  )
  return new Set(closed.map(([userId]) => userId))
}

/**
 * Whether someone may be written to by another: who wants to hear from no strangers hears from contacts, and in the chats
 * that there are ("Privacy", `new_noncontact_peers_require_premium`; nobody has Premium here).
 */
export async function isOpenTo(
  read: Pick<Reads, 'accountSettings' | 'contacts' | 'dialogs'>,
  owner: UserId,
  other: UserId,
): Promise<boolean> {
  const { newNoncontactPeersRequirePremium } = await globalPrivacyOf(read, owner)
  if (newNoncontactPeersRequirePremium !== true || owner === other) return true
  const [relation] = await read.contacts.relations(owner, [other])
  if (relation?.contact !== undefined) return true
  const dialog = await read.dialogs.get(owner, other)
  return dialog !== undefined && dialog.topMessage > 0
}

/** From whom someone keeps when messages were read. */
export interface ReadDatePrivacy {
  /** The other one keeps it from the user. */
  readonly hidden: boolean
  /** The user keeps it from the other one, and so is not told either. */
  readonly hiding: boolean
}

/**
 * With `hide_read_marks`, who may not see when the owner was last online does not learn when the owner read a message
 * either ("globalPrivacySettings").
 */
export async function readDatePrivacy(
  read: Pick<Reads, 'accountSettings'>,
  standing: Standing,
  user: UserId,
  other: UserId,
): Promise<ReadDatePrivacy> {
  const [mine, theirs] = await Promise.all([globalPrivacyOf(read, user), globalPrivacyOf(read, other)])
  return {
    hidden: theirs.hideReadMarks === true && !standing.mayAsk(other, 'privacyKeyStatusTimestamp'),
    hiding: mine.hideReadMarks === true && !standing.lets(other, 'privacyKeyStatusTimestamp'),
  }
}
