import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import { recordUnnumbered } from '../../changes/record-change.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChatId, UnixTime, UserId } from '../../ids.ts'
import type { Transaction } from '../../store/store.ts'

/** Who changed a group, and when. */
export interface GroupAct {
  readonly chat: ChatId
  readonly by: UserId
  readonly date: UnixTime
  /** The session that has the answer. */
  readonly session: SessionName | undefined
}

/**
 * Within a unit that holds their boxes: tells the devices of these people who is in a group now. Those that are here may be
 * told of the change alone; whoever was away is told of all who are in it then (`completeChanges`).
 */
export async function tellOfMembers(
  tx: Transaction,
  ports: ServicePorts,
  people: readonly UserId[],
  { chat, by, date, session }: GroupAct,
  change?: MemberChange,
): Promise<void> {
  const outcome: api.updateChatParticipants = {
    _: 'updateChatParticipants',
    participants: { _: 'chatParticipantsForbidden', chatId: BigInt(-chat) },
  }
  for (const userId of people.toSorted((a, b) => a - b)) {
    const except = userId === by ? session : undefined
    const update = change ?? outcome
    await recordUnnumbered(tx, ports, { userId, key: `participants ${chat}`, update, outcome, date, except })
  }
}

type MemberChange =
  | api.updateChatParticipantAdd
  | api.updateChatParticipantDelete
  | api.updateChatParticipantAdmin
  | api.updateChatParticipantRank

/** Within a unit: has the devices of these people look at a group anew. */
export async function tellOfGroup(
  tx: Transaction,
  ports: ServicePorts,
  people: readonly UserId[],
  { chat, by, date, session }: GroupAct,
): Promise<void> {
  const update: api.updateChat = { _: 'updateChat', chatId: BigInt(-chat) }
  for (const userId of people.toSorted((a, b) => a - b)) {
    const except = userId === by ? session : undefined
    await recordUnnumbered(tx, ports, { userId, key: `chat ${chat}`, update, date, except })
  }
}
