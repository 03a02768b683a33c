import { holdBoxes } from '../../changes/hold-boxes.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChatId, UnixTime, UserId } from '../../ids.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { Transaction } from '../../store/store.ts'
import { noteDraft } from '../content/note-draft.ts'
import type { Sent } from '../placing/copy.ts'
import { deliver } from '../placing/deliver.ts'
import { boxesOfChat } from './boxes-of-chat.ts'
import { tellBotsOfGroupMember } from './tell-bots.ts'
import { type GroupAct, tellOfMembers } from './tell-members.ts'

/**
 * Within a unit: somebody is not in a group any more, by his or her own act or by another's, which all are told in the group,
 * the one who goes for the last time. Throws `USER_NOT_PARTICIPANT`.
 */
export async function leaveGroup(tx: Transaction, ports: ServicePorts, act: GroupAct, userId: UserId): Promise<Sent> {
  const { chat, by, date, session } = act
  const member = await tx.groups.member(chat, userId)
  const group = await tx.groups.get(chat)
  if (group === undefined || member?.standing !== 'in') throw badRequest('USER_NOT_PARTICIPANT')
  const boxes = await boxesOfChat(tx, by, chat)
  await holdBoxes(tx, boxes)
  const action = { _: 'messageActionChatDeleteUser', userId: BigInt(userId) } as const
  const sent = await deliver(tx, ports, noteDraft(action, { from: by, to: chat, date, session }))
  const standing = userId === by ? 'left' : 'removed'
  const gone = { ...member, admin: false, standing, titleThen: group.title } as const
  const after = await tx.groups.putMember(gone)
  await tellBotsOfGroupMember(tx, ports, group, { by, date, before: member, after: gone })
  const change = { chatId: BigInt(-chat), userId: BigInt(userId), version: after.version }
  const rest = boxes.filter((box) => box !== userId)
  await tellOfMembers(tx, ports, rest, act, { _: 'updateChatParticipantDelete', ...change })
  await tellOfMembers(tx, ports, [userId], act)
  return sent
}

/**
 * Within a unit, before an account ends: it is in no group any more. Nothing is said there, as nobody has acted there.
 *
 * @param also whose boxes the unit changes after that
 */
export async function leaveAllGroups(
  tx: Transaction,
  ports: ServicePorts,
  userId: UserId,
  date: UnixTime,
  also: readonly UserId[] = [],
): Promise<void> {
  const others = new Map<ChatId, UserId[]>()
  for (const chat of await tx.groups.ofUser(userId)) others.set(chat, await boxesOfChat(tx, userId, chat))
  await holdBoxes(tx, [...also, ...[...others.values()].flat()])
  for (const [chat, boxes] of others) {
    const [member, group] = [await tx.groups.member(chat, userId), await tx.groups.get(chat)]
    if (member === undefined || group === undefined) continue
    const left = { ...member, admin: false, standing: 'left', titleThen: group.title } as const
    const { version } = await tx.groups.putMember(left)
    const rest = boxes.filter((box) => box !== userId)
    const change = { chatId: BigInt(-chat), userId: BigInt(userId), version }
    const act = { chat, by: userId, date, session: undefined }
    await tellOfMembers(tx, ports, rest, act, { _: 'updateChatParticipantDelete', ...change })
  }
}
