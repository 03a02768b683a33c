import type { api } from '@chappe/tl-codec/api'
import { holdBoxes } from '../../changes/hold-boxes.ts'
import { loggedParticipant, noteAdminEvent } from '../../chats/channels/admin-log.ts'
import { answerPosts } from '../../chats/channels/answer-posts.ts'
import { enterChannel } from '../../chats/channels/enter.ts'
import { allowBots, maxAdmins } from '../../chats/channels/limits.ts'
import { postNote } from '../../chats/channels/post.ts'
import { allowInChannel, type ChannelStanding } from '../../chats/channels/standing.ts'
import { putMember, tellOfChannel } from '../../chats/channels/tell.ts'
import { admittersOf, tellOfRequests } from '../../chats/members/join-requests.ts'
import type { Sent } from '../../chats/placing/copy.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import {
  type Admin,
  bannedRightsOf,
  bannedUntil,
  creatorRights,
  creatorsOwnRights,
  isTaken,
  mayEdit,
  noneBanned,
  parseGivenRights,
} from '../../rules/chat-rights.ts'
import { parseRank } from '../../rules/names.ts'
import type { ChannelMember } from '../../store/domain/channels/channel-members.ts'
import type { ChannelRecord } from '../../store/domain/channels/channels.ts'
import type { Transaction } from '../../store/store.ts'
import { isKeptOut } from '../../views/channel-view.ts'
import { channelNumber } from '../../views/post-view.ts'

/** What single members may do more than others, or less ("Admin, banned, default rights"). */
export function createChannelRights(ports: ServicePorts): Methods {
  const { store, clock, inputPeers } = ports
  return {
    'channels.editAdmin': userMethod({ acts: ['add admins'] }, async ({ userId }, request) => {
      const channel = await inputPeers.channel(userId, request.channel)
      const other = await inputPeers.user(userId, request.userId)
      if (other === undefined) throw badRequest('USER_ID_INVALID')
      const rank = request.rank === undefined ? undefined : (parseRank(request.rank) ?? '')
      const date = unixSeconds(clock)
      const sent = await store.transaction(async (tx) => {
        const sent: Sent[] = []
        const found = await allowInChannel(tx, userId, channel, 'add admins', date)
        const before = await tx.channelMembers.get(channel, other)
        const isNewBot = before?.present !== true && (await tx.users.get(other))?.bot !== undefined
        if (isNewBot) sent.push(...(await bringBot(tx, ports, { ...found, userId, bot: other, date })))
        const member = isNewBot ? await tx.channelMembers.get(channel, other) : before
        if (member?.present !== true) throw badRequest('USER_NOT_PARTICIPANT')
        const isCreator = member.role === 'creator'
        if (isCreator && other !== userId) throw badRequest('USER_CREATOR')
        if (!isCreator && !mayEdit(actorOf(userId, found), adminOf(member))) throw badRequest('CHAT_ADMIN_REQUIRED')
        const kind = found.record.kind === 'broadcast' ? 'broadcast' : 'supergroup'
        const holder = found.standing.role === 'creator' ? creatorRights(kind) : found.standing.held
        // One's own rights as the creator are not given away: only whether one is known, and the title, are changed.
        const adminRights = isCreator
          ? creatorsOwnRights(kind, request.adminRights)
          : parseGivenRights(kind, request.adminRights, holder)
        const isAdmin = adminRights !== 0
        if (isAdmin && !isCreator && member.role !== 'admin' && found.record.admins >= maxAdmins)
          throw badRequest('ADMINS_TOO_MUCH')
        const after: Omit<ChannelMember, 'titleThen'> = {
          ...member,
          role: isCreator ? 'creator' : isAdmin ? 'admin' : 'member',
          adminRights,
          promotedBy: isAdmin && !isCreator ? (member.promotedBy ?? userId) : undefined,
          rank: isAdmin ? (rank ?? member.rank) || undefined : undefined,
          ...(isAdmin ? { bannedRights: noneBanned, bannedUntil: 0, bannedBy: undefined } : {}),
        }
        await putMember(tx, ports, after)
        const action: api.ChannelAdminLogEventAction = {
          _: 'channelAdminLogEventActionParticipantToggleAdmin',
          prevParticipant: loggedParticipant(other, member, date),
          newParticipant: loggedParticipant(other, after, date),
        }
        await noteAdminEvent(tx, channel, userId, action, date)
        await tellOfChannel(tx, ports, other, channel, { date, except: undefined })
        return sent
      })
      const update: api.updateChannel = { _: 'updateChannel', channelId: channelNumber(channel) }
      return answerPosts(ports, userId, { channel, date, sent, before: [update] })
    }),

    'channels.editBanned': userMethod({ acts: ['remove'] }, async ({ userId, caller }, request) => {
      const channel = await inputPeers.channel(userId, request.channel)
      const other = await inputPeers.person(userId, request.participant)
      if (other === userId) throw badRequest('USER_ID_INVALID')
      const date = unixSeconds(clock)
      const session = caller.session
      const taken = bannedRightsOf(request.bannedRights)
      const sent = await store.transaction(async (tx) => {
        const found = await allowInChannel(tx, userId, channel, 'remove', date)
        const member = await tx.channelMembers.get(channel, other)
        if (member !== undefined && !mayEdit(actorOf(userId, found), adminOf(member))) {
          throw badRequest(member.role === 'creator' ? 'USER_CREATOR' : 'USER_ADMIN_INVALID')
        }
        const isOut = isTaken(taken, 'viewMessages')
        if (found.record.kind === 'broadcast' && taken !== noneBanned && !isOut)
          throw badRequest('BANNED_RIGHTS_INVALID')
        if (member === undefined && taken === noneBanned) throw badRequest('USER_NOT_PARTICIPANT')
        const wasPresent = member?.present === true
        const action: api.MessageAction = { _: 'messageActionChatDeleteUser', userId: BigInt(other) }
        const posting = { record: found.record, from: userId, date, session }
        const isTold = isOut && wasPresent && found.record.kind === 'megagroup'
        const sent = isTold ? await postNote(tx, ports, posting, action) : []
        const after: Omit<ChannelMember, 'titleThen'> = {
          ...(member ?? newcomer(channel, other, date)),
          role: isOut ? 'banned' : taken === noneBanned ? 'member' : 'restricted',
          present: wasPresent && !isOut,
          date: wasPresent && !isOut ? member.date : date,
          ...{ adminRights: 0, promotedBy: undefined, rank: isOut ? undefined : member?.rank },
          bannedRights: taken,
          bannedUntil: taken === noneBanned ? 0 : bannedUntil(request.bannedRights.untilDate, date),
          bannedBy: taken === noneBanned ? undefined : userId,
        }
        await putMember(tx, ports, after)
        const event: api.ChannelAdminLogEventAction = {
          _: 'channelAdminLogEventActionParticipantToggleBan',
          prevParticipant: loggedParticipant(other, member, date),
          newParticipant: loggedParticipant(other, after, date),
        }
        await noteAdminEvent(tx, channel, userId, event, date)
        // Who is kept out asks no longer.
        const asked = isOut && (await tx.inviteLinks.removeRequest(channel, other))
        if (asked) await holdBoxes(tx, [other, ...(await admittersOf(tx, channel, date))])
        await tellOfChannel(tx, ports, other, channel, { date, except: undefined })
        if (asked) await tellOfRequests(tx, ports, { chat: channel, by: userId, date, session: undefined })
        return sent
      })
      const update: api.updateChannel = { _: 'updateChannel', channelId: channelNumber(channel) }
      return answerPosts(ports, userId, { channel, date, sent, before: [update] })
    }),
  }
}

interface NewBot {
  readonly record: ChannelRecord
  readonly userId: UserId
  readonly bot: UserId
  readonly date: number
}

/** Within a unit: a bot comes into a channel by being made an admin; in a broadcast channel there is no other way. */
async function bringBot(
  tx: Transaction,
  ports: ServicePorts,
  { record, userId, bot, date }: NewBot,
): Promise<readonly Sent[]> {
  const known = await tx.channelMembers.get(record.id, bot)
  if (known !== undefined && isKeptOut(known, date)) throw badRequest('USER_KICKED')
  if (record.kind === 'megagroup') await allowBots(tx, record, [bot])
  const action: api.MessageAction = { _: 'messageActionChatAddUser', users: [BigInt(bot)] }
  const entering = { record, users: [bot], inviter: userId, action, from: userId, by: userId }
  return enterChannel(tx, ports, { ...entering, date, session: undefined })
}

function newcomer(channel: ChannelMember['channel'], userId: UserId, date: number): ChannelMember {
  return {
    ...{ channel, userId, role: 'member', present: false, date, adminRights: 0, bannedRights: 0, bannedUntil: 0 },
    ...{ availableMinId: 0, readInboxMaxId: 0 },
  }
}

function actorOf(id: UserId, { member, standing }: ChannelStanding): Admin<UserId> {
  return { id, isCreator: standing.role === 'creator', promotedBy: member?.promotedBy }
}

function adminOf({ userId, role, promotedBy }: ChannelMember): Admin<UserId> {
  return { id: userId, isCreator: role === 'creator', promotedBy }
}
