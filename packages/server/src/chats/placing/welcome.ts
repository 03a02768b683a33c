import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import type { UserRecord } from '../../store/domain/people/users.ts'
import type { Transaction } from '../../store/store.ts'
import { deliverOneSided } from './deliver-one-sided.ts'

/**
 * Within a unit: whoever saved the number before it had an account now has a contact, and is told so in a chat of the
 * two, unless the newcomer or the owner of the list wants no such message (`messageActionContactSignUp`).
 */
export async function welcome(tx: Transaction, ports: ServicePorts, user: UserRecord, quiet: boolean): Promise<void> {
  if (user.phone === undefined) return
  const waiting = await tx.contacts.takeSaved(user.phone)
  const told: UserId[] = []
  for (const { owner, firstName, lastName, phone, date } of waiting) {
    await tx.contacts.put(owner, { userId: user.id, firstName, lastName, phone, addedAt: date })
    if (!quiet && !(await tx.accountSettings.get(owner)).contactSignUpSilent) told.push(owner)
  }
  if (told.length === 0) return
  const date = user.createdAt
  await deliverOneSided(tx, ports, told, {
    from: user.id,
    date,
    compose: (id) => ({
      _: 'messageService',
      id,
      fromId: toPeer(user.id),
      peerId: toPeer(user.id),
      date,
      action: { _: 'messageActionContactSignUp' },
    }),
  })
}
