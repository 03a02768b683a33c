import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../../bus/bus.ts'
import { recordUnnumbered } from '../../../changes/record-change.ts'
import type { ServicePorts } from '../../../core-ports.ts'
import { envelope } from '../../../delivery/envelope.ts'
import type { UnixTime, UserId } from '../../../ids.ts'
import type { Transaction } from '../../../store/store.ts'
import { completeChanges } from '../../../views/change-view.ts'

/** A device that was away is told of it so much later. */
const toldSeconds = 86_400

export interface EphemeralChange {
  readonly id: number
  readonly update: api.Update
  readonly date: UnixTime
  readonly except?: SessionName | undefined
}

/** Within a unit: tells one of the two what became of a message; only what became of it last is kept. */
export function tellParty(
  tx: Transaction,
  ports: ServicePorts,
  userId: UserId,
  { id, update, date, except }: EphemeralChange,
): Promise<void> {
  return recordUnnumbered(tx, ports, {
    ...{ userId, key: `ephemeral ${id}`, update, date, except },
    expiresAt: date + toldSeconds,
  })
}

/** What whoever has changed something is answered. */
export async function answerChange(
  { store: { read }, userViews }: ServicePorts,
  userId: UserId,
  update: api.Update,
  date: UnixTime,
): Promise<api.updates> {
  return envelope(read, userViews, userId, await completeChanges(read, userId, [update]), { date })
}
