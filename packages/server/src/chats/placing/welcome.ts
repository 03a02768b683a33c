import { type api, encode } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import type { UserRecord } from '../../store/domain/people/users.ts'
import type { Transaction } from '../../store/store.ts'

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
  const states = await tx.boxes.advance(told.toSorted((a, b) => a - b).map((box) => ({ box, pts: 1, messages: 1 })))
  for (const [index, box] of told.toSorted((a, b) => a - b).entries()) {
    const state = states[index]
    if (state !== undefined) await keep(tx, ports, user, box, state)
  }
}

async function keep(
  tx: Transaction,
  { bus, userViews }: ServicePorts,
  user: UserRecord,
  box: UserId,
  { pts, lastMessageId: id }: { readonly pts: number; readonly lastMessageId: number },
): Promise<void> {
  const date = user.createdAt
  const message: api.messageService = {
    _: 'messageService',
    id,
    fromId: toPeer(user.id),
    peerId: toPeer(user.id),
    date,
    action: { _: 'messageActionContactSignUp' },
  }
  const row = { box, id, peer: user.id, from: user.id, out: false, date, pts, twin: 0 }
  await tx.messages.add([{ ...row, data: encode(message) }])
  await tx.dialogs.recordMessages([{ box, peer: user.id, id, date, unread: true }])
  const updates: api.updates = {
    _: 'updates',
    updates: [{ _: 'updateNewMessage', message, pts, ptsCount: 1 }],
    users: await userViews.of(tx, box, [user.id]),
    chats: [],
    date,
    seq: 0,
  }
  tx.onCommit(() => bus.publish({ type: 'updates', userId: box, updates }))
}
