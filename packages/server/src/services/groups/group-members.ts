import type { api } from '@chappe/tl-codec/api'
import { holdBoxes } from '../../changes/hold-boxes.ts'
import { noteDraft } from '../../chats/content/note-draft.ts'
import { boxesOfChat } from '../../chats/members/boxes-of-chat.ts'
import { maxGroupMembers, parseInvitees } from '../../chats/members/invitees.ts'
import { leaveGroup } from '../../chats/members/leave-group.ts'
import { showEarlier } from '../../chats/members/show-earlier.ts'
import { type GroupAct, tellOfMembers } from '../../chats/members/tell-members.ts'
import { answerWhole } from '../../chats/placing/answer-whole.ts'
import type { Sent } from '../../chats/placing/copy.ts'
import { deliver } from '../../chats/placing/deliver.ts'
import { removeMessages } from '../../chats/placing/remove-messages.ts'
import { allowIn } from '../../chats/rights.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChatId, UnixTime, UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { Transaction } from '../../store/store.ts'

/** So many messages of a history are deleted in one unit: nobody else waits long for it. */
const perUnit = 200

/** Who comes into a group, and who goes. */
export function createGroupMembers(ports: ServicePorts): Methods {
  const { store, clock, inputPeers } = ports

  return {
    'messages.addChatUser': userMethod(
      { acts: ['invite', 'join'], rate: { burst: 200, secondsEach: 2 } },
      async ({ userId, caller: { session } }, { chatId, userId: input, fwdLimit }) => {
        const chat = await inputPeers.group(userId, chatId)
        const named = await inputPeers.user(userId, input)
        if (named === undefined) throw badRequest('USER_ID_INVALID')
        const date = unixSeconds(clock)
        const act: GroupAct = { chat, by: userId, date, session }
        const { willing, missing } =
          named === userId ? { willing: [userId], missing: [] } : await parseInvitees(ports, userId, [input])
        const [invited] = willing
        const added =
          invited === undefined ? undefined : await store.transaction((tx) => add(tx, ports, act, invited, fwdLimit))
        const outcome = { to: chat, date, sent: added === undefined ? [] : [added.sent], scheduled: undefined }
        const updates = await answerWhole(ports, userId, outcome, [], added === undefined ? [] : [added.update])
        return { _: 'messages.invitedUsers', updates, missingInvitees: [...missing] }
      },
    ),

    'messages.deleteChatUser': userMethod(
      { acts: ['remove', 'remove invited', 'leave'], rate: { burst: 200, secondsEach: 2 } },
      async ({ userId, caller: { session } }, { chatId, userId: input, revokeHistory }) => {
        const chat = await inputPeers.group(userId, chatId)
        const other = await inputPeers.user(userId, input)
        if (other === undefined) throw badRequest('USER_ID_INVALID')
        const date = unixSeconds(clock)
        const act: GroupAct = { chat, by: userId, date, session }
        const { sent, version } = await store.transaction(async (tx) => {
          await allowRemoval(tx, act, other)
          const sent = await leaveGroup(tx, ports, act, other)
          return { sent, version: (await tx.groups.get(chat))?.version ?? 0 }
        })
        const outcome = { to: chat, date, sent: [sent], scheduled: undefined }
        const change = { chatId, userId: BigInt(other), version }
        const before: api.Update[] = other === userId ? [] : [{ _: 'updateChatParticipantDelete', ...change }]
        const answer = await answerWhole(ports, userId, outcome, [], before)
        if (revokeHistory === true) await forgetHistory(ports, other, chat, date)
        return answer
      },
    ),
  }
}

/** Within a unit: brings somebody into a group, or oneself back into one that one has left. */
async function add(
  tx: Transaction,
  ports: ServicePorts,
  act: GroupAct,
  userId: UserId,
  fwdLimit: number,
): Promise<{ readonly sent: Sent; readonly update: api.Update }> {
  const { chat, by, date, session } = act
  await allowIn(tx, by, chat, userId === by ? 'join' : 'invite')
  const before = await tx.groups.member(chat, userId)
  if (before?.standing === 'in') throw badRequest('USER_ALREADY_PARTICIPANT')
  const boxes = [...(await boxesOfChat(tx, by, chat)), userId]
  if (boxes.length > maxGroupMembers) throw badRequest('USERS_TOO_MUCH')
  await holdBoxes(tx, boxes)
  const { version } = await tx.groups.putMember({ chat, userId, inviter: by, date, admin: false, standing: 'in' })
  await tx.autoDelete.setChat(userId, chat, (await tx.autoDelete.periods(by, chat)).chat ?? 0)
  if (fwdLimit > 0) await showEarlier(tx, ports, { chat, userId, date, limit: fwdLimit })
  const action: api.MessageAction = { _: 'messageActionChatAddUser', users: [BigInt(userId)] }
  const sent = await deliver(tx, ports, noteDraft(action, { from: by, to: chat, date, session }))
  const change = { chatId: BigInt(-chat), userId: BigInt(userId), inviterId: BigInt(by), date, version }
  const update: api.updateChatParticipantAdd = { _: 'updateChatParticipantAdd', ...change }
  const rest = boxes.filter((box) => box !== userId)
  await tellOfMembers(tx, ports, rest, act, update)
  await tellOfMembers(tx, ports, [userId], act)
  return { sent, update }
}

/** An admin may remove whoever is no creator; anybody those whom he or she has brought. */
async function allowRemoval(tx: Transaction, { chat, by }: GroupAct, other: UserId): Promise<void> {
  if (other === by) {
    await allowIn(tx, by, chat, 'leave')
    return
  }
  const [member, group] = [await tx.groups.member(chat, other), await tx.groups.get(chat)]
  await allowIn(tx, by, chat, member?.inviter === by ? 'remove invited' : 'remove')
  if (member?.standing !== 'in') throw badRequest('USER_NOT_PARTICIPANT')
  const isOverAdmin = group?.creator === other || (member.admin && group?.creator !== by)
  if (isOverAdmin) throw badRequest('CHAT_ADMIN_REQUIRED')
}

/** Deletes all that stands in the box of somebody who has gone, so much at a time. */
async function forgetHistory(ports: ServicePorts, box: UserId, peer: ChatId, date: UnixTime): Promise<void> {
  const page = { box, peer, offsetId: 0, offsetDate: 0, addOffset: 0, limit: perUnit, maxId: 0, minId: 0 }
  for (;;) {
    const removed = await ports.store.transaction(async (tx) => {
      const rows = await tx.messages.history(page)
      if (rows.length > 0) await removeMessages(tx, ports, rows, { date })
      return rows.length
    })
    if (removed < perUnit) return
  }
}
