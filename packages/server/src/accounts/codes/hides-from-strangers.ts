import type { UserId } from '../../ids.ts'
import { compileRules } from '../../rules/privacy.ts'
import type { Reads } from '../../store/store.ts'
import { rulesIn } from '../../views/standing.ts'

/** A caller who is not signed in. */
const stranger = { userId: undefined, contact: false, closeFriend: false }

/**
 * Whether someone is not to be found by number by just anybody ("Privacy", `privacyKeyAddedByPhone`). Of all others
 * `contacts.importContacts` tells that they are here, as they let it.
 */
export async function hidesFromStrangers(read: Pick<Reads, 'privacy'>, userId: UserId): Promise<boolean> {
  const key = 'privacyKeyAddedByPhone'
  return !compileRules(rulesIn(await read.privacy.get(userId, key), key))(stranger)
}
