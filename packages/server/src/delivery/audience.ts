import type { SessionName } from '../bus/bus.ts'
import { isUser, serviceUserId, type UserId } from '../ids.ts'
import type { Reads } from '../store/store.ts'

/** Nobody's change is told to more people than this. */
const maxListing = 2000
const maxDialogs = 100
/** Those who are here are asked about so many at a time. */
const askedAtOnce = 500

/** The people whose sessions are here. */
export interface Here {
  readonly size: number
  /** Whether there is anybody but the session that knows. */
  has(userId: UserId, except?: SessionName | undefined): boolean
  users(): Iterable<UserId>
}

/**
 * Those here who hear of it when something about a user changes: who lists the user, and the user's latest chats. Costs in
 * proportion to who is here: of somebody whom more people list than are here, those who are here are asked instead.
 */
export async function audienceOf(
  read: Pick<Reads, 'contacts' | 'dialogs'>,
  userId: UserId,
  here: Here,
): Promise<UserId[]> {
  if (here.size === 0) return []
  const audience = new Set(await listersOf(read, userId, here))
  const dialogs = await read.dialogs.page(userId, { offsetDate: 0, offsetId: 0, limit: maxDialogs })
  for (const { peer } of dialogs) if (isUser(peer) && here.has(peer)) audience.add(peer)
  audience.delete(userId)
  audience.delete(serviceUserId)
  return [...audience]
}

async function listersOf(read: Pick<Reads, 'contacts'>, userId: UserId, here: Here): Promise<UserId[]> {
  const owners = await read.contacts.owners(userId, Math.min(maxListing, here.size + 1))
  if (owners.length <= here.size) return owners.filter((owner) => here.has(owner))
  const asked = [...here.users()]
  const listers: UserId[] = []
  for (let from = 0; from < asked.length; from += askedAtOnce) {
    const relations = await read.contacts.relations(userId, asked.slice(from, from + askedAtOnce))
    for (const { userId: other, listed } of relations) if (listed) listers.push(other)
  }
  return listers
}
