import type { UserId } from '../../ids.ts'
import { type StandingReads, standingOf } from '../../views/standing.ts'

/** Nobody's number: whoever has not said yet who he is. */
const stranger: UserId = 0

/**
 * Whether someone is not to be found by number by just anybody ("Privacy", `privacyKeyAddedByPhone`). Of all others
 * `contacts.importContacts` tells that they are here, as they let it.
 */
export async function hidesFromStrangers(read: StandingReads, userId: UserId): Promise<boolean> {
  return !(await standingOf(read, stranger, [userId])).mayAsk(userId, 'privacyKeyAddedByPhone')
}
