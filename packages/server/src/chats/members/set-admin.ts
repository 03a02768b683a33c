import { holdBoxes } from '../../changes/hold-boxes.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChatId, UnixTime, UserId } from '../../ids.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { allow } from '../../rules/rights.ts'
import type { Transaction } from '../../store/store.ts'
import { standingInGroup } from '../rights.ts'
import { boxesOfChat } from './boxes-of-chat.ts'
import { tellBotsOfGroupMember } from './tell-bots.ts'
import { tellOfMembers } from './tell-members.ts'

interface Setting {
  readonly userId: UserId
  readonly chat: ChatId
  readonly other: UserId
  readonly isAdmin: boolean
  readonly date: UnixTime
}

/** Within a unit: somebody makes a member of a basic group an admin, or none any more. */
export async function setGroupAdmin(
  tx: Transaction,
  ports: ServicePorts,
  { userId, chat, other, isAdmin, date }: Setting,
): Promise<void> {
  allow(await standingInGroup(tx, userId, chat), 'add admins')
  const member = await tx.groups.member(chat, other)
  if (member?.standing !== 'in') throw badRequest('USER_NOT_PARTICIPANT')
  if (other === userId) throw badRequest('USER_CREATOR')
  if (member.admin === isAdmin) return
  const boxes = await boxesOfChat(tx, userId, chat)
  await holdBoxes(tx, boxes)
  const after = { ...member, admin: isAdmin }
  const group = await tx.groups.putMember(after)
  await tellBotsOfGroupMember(tx, ports, group, { by: userId, date, before: member, after })
  const change = { chatId: BigInt(-chat), userId: BigInt(other), isAdmin, version: group.version }
  // The answer says nothing of the group: the session that asked is told like all others.
  const act = { chat, by: userId, date, session: undefined }
  await tellOfMembers(tx, ports, boxes, act, { _: 'updateChatParticipantAdmin', ...change })
}
