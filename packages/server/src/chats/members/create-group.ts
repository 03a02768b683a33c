import type { SessionName } from '../../bus/bus.ts'
import { holdBoxes } from '../../changes/hold-boxes.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChatId, UnixTime, UserId } from '../../ids.ts'
import type { Transaction } from '../../store/store.ts'
import { noteDraft } from '../content/note-draft.ts'
import { setPeriod } from '../placing/auto-delete.ts'
import type { Sent } from '../placing/copy.ts'
import { deliver } from '../placing/deliver.ts'
import { tellOfMembers } from './tell-members.ts'

interface CreatedGroup {
  readonly title: string
  readonly creator: UserId
  readonly others: readonly UserId[]
  readonly date: UnixTime
  /** After how many seconds its messages delete themselves; 0 for never. */
  readonly ttlPeriod: number
  /** The session that has the answer. */
  readonly session: SessionName | undefined
}

/** Within a unit: makes a basic group of people who let themselves be brought into it, and says so in it. */
export async function createGroup(
  tx: Transaction,
  ports: ServicePorts,
  { title, creator, others, date, ttlPeriod, session }: CreatedGroup,
): Promise<{ readonly chat: ChatId; readonly sent: Sent }> {
  const boxes = [creator, ...others]
  await holdBoxes(tx, boxes)
  const members = boxes.map((userId) => ({ userId, inviter: creator, date, admin: false }))
  const { id: chat } = await tx.groups.create({ title, creator, date }, members)
  if (ttlPeriod > 0) await setPeriod(tx, creator, chat, ttlPeriod)
  const action = { _: 'messageActionChatCreate', title, users: boxes.map(BigInt) } as const
  const sent = await deliver(tx, ports, noteDraft(action, { from: creator, to: chat, date, session }))
  await tellOfMembers(tx, ports, boxes, { chat, by: creator, date, session })
  return { chat, sent }
}
