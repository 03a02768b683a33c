import type { api } from '@chappe/tl-codec/api'
import { holdBoxes } from '../../changes/hold-boxes.ts'
import { loggedParticipant, noteAdminEvent } from '../../chats/channels/admin-log.ts'
import { answerPosts } from '../../chats/channels/answer-posts.ts'
import { postNote } from '../../chats/channels/post.ts'
import { actorOf, adminOf, setChannelAdmin } from '../../chats/channels/set-admin.ts'
import { allowInChannel } from '../../chats/channels/standing.ts'
import { putMember, tellOfChannel } from '../../chats/channels/tell.ts'
import { admittersOf, tellOfRequests } from '../../chats/members/join-requests.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { isChannel, type UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { bannedRightsOf, bannedUntil, isTaken, mayEdit, noneBanned } from '../../rules/chat-rights.ts'
import { parseRank } from '../../rules/names.ts'
import type { ChannelMember } from '../../store/domain/channels/channel-members.ts'
import { channelNumber } from '../../views/post-view.ts'
import { banSender } from './ban-sender.ts'

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
      const { adminRights } = request
      const sent = await store.transaction((tx) =>
        setChannelAdmin(tx, ports, { userId, channel, other, adminRights: () => adminRights, rank, date }),
      )
      const update: api.updateChannel = { _: 'updateChannel', channelId: channelNumber(channel) }
      return answerPosts(ports, userId, { channel, date, sent, before: [update] })
    }),

    'channels.editBanned': userMethod({ acts: ['remove'] }, async ({ userId, caller }, request) => {
      const channel = await inputPeers.channel(userId, request.channel)
      const named = await inputPeers.peer(userId, request.participant)
      if (isChannel(named)) {
        const banning = { userId, channel, sender: named, bannedRights: request.bannedRights }
        return banSender(ports, banning, unixSeconds(clock))
      }
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

function newcomer(channel: ChannelMember['channel'], userId: UserId, date: number): ChannelMember {
  return {
    ...{ channel, userId, role: 'member', present: false, date, adminRights: 0, bannedRights: 0, bannedUntil: 0 },
    ...{ availableMinId: 0, readInboxMaxId: 0 },
  }
}
