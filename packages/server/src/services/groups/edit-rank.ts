import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import { holdBoxes } from '../../changes/hold-boxes.ts'
import { noteAdminEvent } from '../../chats/channels/admin-log.ts'
import { allowInChannel } from '../../chats/channels/standing.ts'
import { putMember, tellOfChannel } from '../../chats/channels/tell.ts'
import { boxesOfChat } from '../../chats/members/boxes-of-chat.ts'
import { tellOfMembers } from '../../chats/members/tell-members.ts'
import { allowIn } from '../../chats/rights.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { envelope } from '../../delivery/envelope.ts'
import type { ChannelId, ChatId, UnixTime, UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { mayEdit } from '../../rules/chat-rights.ts'
import { parseRank } from '../../rules/names.ts'
import type { Transaction } from '../../store/store.ts'
import { channelNumber } from '../../views/post-view.ts'

/** "Rank": the title that is shown with somebody's name in a group. */
export function createEditRank(ports: ServicePorts): Methods {
  const { store, clock, inputPeers, userViews } = ports
  return {
    'messages.editChatParticipantRank': userMethod(
      { acts: ['rank oneself', 'rank others'], rate: { burst: 50, secondsEach: 5 } },
      async ({ userId, caller: { session } }, request) => {
        const { kind, peer: chat } = await inputPeers.chat(userId, request.peer)
        if (kind !== 'group' && kind !== 'channel') throw badRequest('PEER_ID_INVALID')
        const other = await inputPeers.person(userId, request.participant)
        const ranking = { by: userId, other, rank: parseRank(request.rank), date: unixSeconds(clock), session }
        const update = await store.transaction(
          (tx): Promise<api.Update> =>
            kind === 'group' ? rankInGroup(tx, ports, chat, ranking) : rankInChannel(tx, ports, chat, ranking),
        )
        return envelope(store.read, userViews, userId, [update], { date: ranking.date, others: [chat] })
      },
    ),
  }
}

interface Ranking {
  readonly by: UserId
  readonly other: UserId
  /** Undefined for none. */
  readonly rank: string | undefined
  readonly date: UnixTime
  readonly session: SessionName
}

/** Within a unit: all who are in the group are told. */
async function rankInGroup(
  tx: Transaction,
  ports: ServicePorts,
  chat: ChatId,
  { by, other, rank, date, session }: Ranking,
): Promise<api.updateChatParticipantRank> {
  await allowIn(tx, by, chat, other === by ? 'rank oneself' : 'rank others')
  const member = await tx.groups.member(chat, other)
  if (member?.standing !== 'in') throw badRequest('USER_NOT_PARTICIPANT')
  if (member.rank === rank) throw badRequest('CHAT_NOT_MODIFIED')
  const boxes = await boxesOfChat(tx, by, chat)
  await holdBoxes(tx, boxes)
  const { version } = await tx.groups.putMember({ ...member, rank })
  const change = { chatId: BigInt(-chat), userId: BigInt(other), rank: rank ?? '', version }
  const update: api.updateChatParticipantRank = { _: 'updateChatParticipantRank', ...change }
  await tellOfMembers(tx, ports, boxes, { chat, by, date, session }, update)
  return update
}

/** Within a unit: an admin names those whom he or she may change; all others see it when they look. */
async function rankInChannel(
  tx: Transaction,
  ports: ServicePorts,
  channel: ChannelId,
  { by, other, rank, date, session }: Ranking,
): Promise<api.updateChannel> {
  const act = other === by ? 'rank oneself' : 'rank others'
  const { standing, member: own } = await allowInChannel(tx, by, channel, act, date)
  const member = await tx.channelMembers.get(channel, other)
  if (member?.present !== true) throw badRequest('USER_NOT_PARTICIPANT')
  const actor = { id: by, isCreator: standing.role === 'creator', promotedBy: own?.promotedBy }
  const named = { id: other, isCreator: member.role === 'creator', promotedBy: member.promotedBy }
  if (other !== by && !mayEdit(actor, named)) throw badRequest('CHAT_ADMIN_REQUIRED')
  if (member.rank === rank) throw badRequest('CHAT_NOT_MODIFIED')
  await putMember(tx, ports, { ...member, rank })
  const ranks = { prevRank: member.rank ?? '', newRank: rank ?? '' }
  const action = { _: 'channelAdminLogEventActionParticipantEditRank', userId: BigInt(other), ...ranks } as const
  await noteAdminEvent(tx, channel, by, action, date)
  await tellOfChannel(tx, ports, other, channel, { date, except: other === by ? session : undefined })
  return { _: 'updateChannel', channelId: channelNumber(channel) }
}
