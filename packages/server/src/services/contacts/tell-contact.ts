import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import { recordPeerBar } from '../../chats/lists/peer-bar.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { envelope } from '../../delivery/envelope.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { Transaction } from '../../store/store.ts'

/** Within a unit: after contacts changed, the owner's other devices learn of it (`updatePeerSettings`). Gives what they do. */
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

/** Tells the caller the same, with the people as the owner sees them now. */
export function answerContacts(
  ports: ServicePorts,
  owner: UserId,
  updates: readonly api.Update[],
): Promise<api.updates> {
  return envelope(ports.store.read, ports.userViews, owner, updates, { date: unixSeconds(ports.clock) })
}
