import type { api } from '@chappe/tl-codec/api'
import { mustNotBeFresh } from '../../accounts/devices/fresh-session.ts'
import { checkProof } from '../../accounts/password/check-proof.ts'
import { mustNotBeFreshPassword } from '../../accounts/password/fresh-password.ts'
import { holdBoxes } from '../../changes/hold-boxes.ts'
import { answerPosts } from '../../chats/channels/answer-posts.ts'
import { maxPublic } from '../../chats/channels/limits.ts'
import { passOnChannel } from '../../chats/channels/pass-on.ts'
import { allowInChannel } from '../../chats/channels/standing.ts'
import { boxesOfChat } from '../../chats/members/boxes-of-chat.ts'
import { tellOfGroup, tellOfMembers } from '../../chats/members/tell-members.ts'
import { allowIn } from '../../chats/rights.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { envelope } from '../../delivery/envelope.ts'
import type { ChatId, UnixTime, UserId } from '../../ids.ts'
import type { Chat } from '../../peers/chat.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, type UserContext, userMethod } from '../../rpc/handlers.ts'
import { badRequest, RpcError } from '../../rpc/rpc-error.ts'
import type { Transaction } from '../../store/store.ts'
import { channelNumber } from '../../views/post-view.ts'

/** "Transferring ownership": a group or channel gets another creator. */
export function createEditCreator(ports: ServicePorts): Methods {
  const { store, clock, inputPeers, userViews } = ports

  /**
   * Within a unit: whether somebody may give away what is theirs, by the password and by how long the password and the session
   * have been there. Clients ask with no password and for no chat whether all but the password is right: then the answer is
   * `PASSWORD_HASH_INVALID`, or what stands in the way.
   */
  const check = async (
    tx: Transaction,
    { userId, caller }: UserContext,
    answer: api.InputCheckPasswordSRP,
  ): Promise<RpcError | undefined> => {
    await mustNotBeFreshPassword(tx, ports, userId)
    await mustNotBeFresh(tx, ports, userId, caller.key.authKeyId)
    return checkProof(tx, ports, { userId, caller, answer })
  }

  const target = async (
    tx: Transaction,
    userId: UserId,
    { peer, userId: input }: Pick<api.messages.editChatCreator, 'peer' | 'userId'>,
  ): Promise<{ readonly chat: Chat; readonly to: UserId }> => {
    const chat = await inputPeers.chat(userId, peer)
    const to = await inputPeers.user(userId, input)
    if (to === undefined || to === userId) throw badRequest('USER_ID_INVALID')
    const user = await tx.users.get(to)
    if (user?.phone === undefined) throw badRequest('INPUT_USER_DEACTIVATED')
    return { chat, to }
  }

  return {
    'messages.editChatCreator': userMethod(
      { acts: ['transfer'], rate: { burst: 20, secondsEach: 30, protects: 'accounts' } },
      async (context, request): Promise<api.Updates> => {
        const { userId } = context
        const date = unixSeconds(clock)
        const chat = await store.transaction(async (tx): Promise<Chat | RpcError> => {
          const wrong = await check(tx, context, request.password)
          if (wrong !== undefined) return wrong
          const { chat, to } = await target(tx, userId, request)
          if (chat.kind === 'group') await passOnGroup(tx, ports, chat.peer, { from: userId, to, date })
          else if (chat.kind === 'channel') {
            const { record } = await allowInChannel(tx, userId, chat.peer, 'transfer', date)
            const isOneMore = record.username !== undefined && (await tx.channels.publicOf(to)).length >= maxPublic
            if (isOneMore) throw badRequest('CHANNELS_ADMIN_PUBLIC_TOO_MUCH')
            await passOnChannel(tx, ports, { record, to, date })
          } else throw badRequest('PEER_ID_INVALID')
          return chat
        })
        if (chat instanceof RpcError) throw chat
        if (chat.kind === 'channel') {
          const update: api.updateChannel = { _: 'updateChannel', channelId: channelNumber(chat.peer) }
          return answerPosts(ports, userId, { channel: chat.peer, date, before: [update] })
        }
        const update: api.updateChat = { _: 'updateChat', chatId: BigInt(-chat.peer) }
        return envelope(store.read, userViews, userId, [update], { date, others: [chat.peer] })
      },
    ),
  }
}

/** Within a unit: a basic group has another creator from now on; the one before is an admin. */
async function passOnGroup(
  tx: Transaction,
  ports: ServicePorts,
  chat: ChatId,
  { from, to, date }: { readonly from: UserId; readonly to: UserId; readonly date: UnixTime },
): Promise<void> {
  await allowIn(tx, from, chat, 'transfer')
  const [before, after] = [await tx.groups.member(chat, from), await tx.groups.member(chat, to)]
  if (before === undefined || after?.standing !== 'in') throw badRequest('USER_NOT_PARTICIPANT')
  const boxes = await boxesOfChat(tx, from, chat)
  await holdBoxes(tx, boxes)
  await tx.groups.putMember({ ...before, admin: true })
  await tx.groups.putMember({ ...after, admin: false })
  await tx.groups.change(chat, { creator: to })
  // The session that asked is told like all others: who is what is in no answer.
  const act = { chat, by: from, date, session: undefined }
  await tellOfMembers(tx, ports, boxes, act)
  await tellOfGroup(tx, ports, boxes, act)
}
