import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import { recordPeerBar } from '../../chats/lists/peer-bar.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { envelope } from '../../delivery/envelope.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { Transaction } from '../../store/store.ts'
import { completeChanges } from '../../views/change-view.ts'

/** Within a unit: after contacts changed, the owner's other devices learn of it. Gives what of it is to be answered. */
export async function tellContacts(
  tx: Transaction,
  ports: ServicePorts,
  userId: UserId,
  changed: readonly UserId[],
  except: SessionName,
): Promise<api.Update[]> {
  const date = unixSeconds(ports.clock)
  const updates: api.Update[] = []
  for (const peer of changed) updates.push(await recordPeerBar(tx, ports, { userId, peer, date, except }))
  return updates
}

/** Tells the caller the same (`updatePeerSettings`, with the people as the owner sees them now). */
export async function answerContacts(
  { store: { read }, userViews, clock }: ServicePorts,
  owner: UserId,
  told: readonly api.Update[],
): Promise<api.updates> {
  return envelope(read, userViews, owner, await completeChanges(read, owner, told), { date: unixSeconds(clock) })
}
