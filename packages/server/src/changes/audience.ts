import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../core-ports.ts'
import { isUser, serviceUserId, type UserId } from '../ids.ts'
import { unixSeconds } from '../ports/clock.ts'
import type { Reads, Transaction } from '../store/store.ts'

/** Nobody's change wakes more people than this. */
const maxListing = 2000
const maxDialogs = 100

/** Who hears of it when something about a user changes: those who list the user, and those of the latest chats. */
export async function audienceOf(read: Pick<Reads, 'contacts' | 'dialogs'>, userId: UserId): Promise<UserId[]> {
  const [owners, dialogs] = await Promise.all([
    read.contacts.owners(userId, maxListing),
    read.dialogs.page(userId, { offsetDate: 0, offsetId: 0, limit: maxDialogs }),
  ])
  const audience = new Set(owners)
  for (const { peer } of dialogs) if (isUser(peer)) audience.add(peer)
  audience.delete(userId)
  audience.delete(serviceUserId)
  return [...audience]
}

/** Within a unit: has one user's sessions told of something that is over when it is heard. */
export function tell(tx: Transaction, { bus, clock }: ServicePorts, userId: UserId, update: api.Update): void {
  const updates: api.updateShort = { _: 'updateShort', update, date: unixSeconds(clock) }
  tx.onCommit(() => bus.publish({ type: 'updates', userId, updates }))
}

/**
 * Within a unit: has everyone concerned look at a user anew, each as far as he may see. A hint alone: whoever misses it
 * is shown the user with the next answer that names him.
 */
export async function tellOfUser(tx: Transaction, ports: ServicePorts, userId: UserId): Promise<void> {
  const date = unixSeconds(ports.clock)
  for (const member of await audienceOf(tx, userId)) {
    const users = await ports.userViews.of(tx, member, [userId])
    const updates: api.updates = {
      _: 'updates',
      updates: [{ _: 'updateUser', userId: BigInt(userId) }],
      users,
      chats: [],
      date,
      seq: 0,
    }
    tx.onCommit(() => ports.bus.publish({ type: 'updates', userId: member, updates }))
  }
}
