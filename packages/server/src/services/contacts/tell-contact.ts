import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import { recordUnnumbered } from '../../changes/record-change.ts'
import { peerBar } from '../../chats/lists/peer-bar.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { Transaction } from '../../store/store.ts'

/**
 * Within a unit: after contacts changed, the owner's other devices learn of it (`updatePeerSettings`, with the people as
 * the owner sees them now), and the caller is given the same as its answer.
 */
export async function tellContacts(
  tx: Transaction,
  ports: ServicePorts,
  owner: UserId,
  changed: readonly UserId[],
  except: SessionName,
): Promise<api.updates> {
  const date = unixSeconds(ports.clock)
  const updates: api.Update[] = []
  for (const userId of changed) {
    const update: api.updatePeerSettings = {
      _: 'updatePeerSettings',
      peer: toPeer(userId),
      settings: await peerBar(tx, owner, userId),
    }
    await recordUnnumbered(tx, ports, { userId: owner, key: `peer bar ${userId}`, update, date, except })
    updates.push(update)
  }
  const users = await ports.userViews.of(tx, owner, changed)
  return { _: 'updates', updates, users, chats: [], date, seq: 0 }
}
