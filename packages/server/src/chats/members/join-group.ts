import type { api } from '@chappe/tl-codec/api'
import { holdBoxes } from '../../changes/hold-boxes.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { Transaction } from '../../store/store.ts'
import { noteDraft } from '../content/note-draft.ts'
import type { Sent } from '../placing/copy.ts'
import { deliver } from '../placing/deliver.ts'
import { boxesOfChat } from './boxes-of-chat.ts'
import { maxGroupMembers } from './invitees.ts'
import { showEarlier } from './show-earlier.ts'
import { tellBotsOfGroupMember } from './tell-bots.ts'
import { type GroupAct, tellOfMembers } from './tell-members.ts'

/** Who comes into a group, and how. */
export interface Joining {
  readonly userId: UserId
  /** By whose act, or by whose link; a member, unless somebody comes back by oneself. */
  readonly inviter: UserId
  /** How it is told in the group, by whose act it is (`GroupAct.by`). */
  readonly action: api.MessageAction
  /** So many messages that came before are shown. */
  readonly shown?: number | undefined
}

/**
 * Within a unit: somebody comes into a group, which all are told in it. Whether that is allowed has been asked. Throws
 * `USER_ALREADY_PARTICIPANT`, `USERS_TOO_MUCH`.
 */
export async function joinGroup(
  tx: Transaction,
  ports: ServicePorts,
  act: GroupAct,
  { userId, inviter, action, shown = 0 }: Joining,
): Promise<{ readonly sent: Sent; readonly update: api.Update }> {
  const { chat, by, date, session } = act
  const before = await tx.groups.member(chat, userId)
  if (before?.standing === 'in') throw badRequest('USER_ALREADY_PARTICIPANT')
  const members = await boxesOfChat(tx, inviter, chat)
  const boxes = [...members, userId]
  if (boxes.length > maxGroupMembers) throw badRequest('USERS_TOO_MUCH')
  await holdBoxes(tx, boxes)
  const { version } = await tx.groups.putMember({ chat, userId, inviter, date, admin: false, standing: 'in' })
  const [known = inviter] = members
  const after = { chat, userId, inviter, date, admin: false, standing: 'in' } as const
  const group = await tx.groups.get(chat)
  if (group !== undefined) await tellBotsOfGroupMember(tx, ports, group, { by, date, before, after })
  await tx.autoDelete.setChat(userId, chat, (await tx.autoDelete.periods(known, chat)).chat ?? 0)
  // A bot begins with what is said to it from now on.
  const isBot = (await tx.users.get(userId))?.bot !== undefined
  if (shown > 0 && !isBot) await showEarlier(tx, ports, { chat, userId, date, limit: shown })
  const sent = await deliver(tx, ports, noteDraft(action, { from: by, to: chat, date, session }))
  const change = { chatId: BigInt(-chat), userId: BigInt(userId), inviterId: BigInt(inviter), date, version }
  const update: api.updateChatParticipantAdd = { _: 'updateChatParticipantAdd', ...change }
  await tellOfMembers(tx, ports, members, act, update)
  await tellOfMembers(tx, ports, [userId], act)
  return { sent, update }
}
