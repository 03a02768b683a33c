import type { SessionName } from '../../bus/bus.ts'
import { recordUnnumbered } from '../../changes/record-change.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { PeerId, UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import type { Transaction } from '../../store/store.ts'

interface Removal {
  readonly userId: UserId
  readonly peer: PeerId
  /** Of a forum: the topic in which it was begun. */
  readonly topic?: number | undefined
  readonly date: number
  readonly except: SessionName | undefined
}

/** Within a unit: forgets what was begun to be written in a chat, on all devices. */
export async function removeDraft(tx: Transaction, ports: ServicePorts, removal: Removal): Promise<void> {
  const { userId, peer, topic, date, except } = removal
  if (!(await tx.drafts.remove(userId, peer, topic))) return
  await recordUnnumbered(tx, ports, {
    userId,
    key: draftKey(peer, topic),
    update: { _: 'updateDraftMessage', peer: toPeer(peer), topMsgId: topic, draft: { _: 'draftMessageEmpty', date } },
    date,
    except,
  })
}

export function draftKey(peer: PeerId, topic?: number): string {
  return topic === undefined ? `draft ${peer}` : `draft ${peer} ${topic}`
}
