import type { api } from '@chappe/tl-codec/api'
import { answerPosts } from '../../chats/channels/answer-posts.ts'
import { enterChannel } from '../../chats/channels/enter.ts'
import { askGuardOrAdmins, createGuardWaits } from '../../chats/channels/guard.ts'
import { leaveChannel } from '../../chats/channels/leave.ts'
import { allowBots, allowMembers } from '../../chats/channels/limits.ts'
import { allowInChannel } from '../../chats/channels/standing.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { isKeptOut } from '../../views/channel-view.ts'
import { channelNumber } from '../../views/post-view.ts'
import { standingOf } from '../../views/standing.ts'

/** So many one call invites. */
const maxInvited = 100

/** Coming into a channel and leaving it. */
export function createChannelMembership(ports: ServicePorts): Methods {
  const { store, clock, inputPeers } = ports
  const guards = createGuardWaits(ports)
  return {
    'channels.inviteToChannel': userMethod(
      { acts: ['invite'], rate: { burst: 100, secondsEach: 2 } },
      async ({ userId, caller }, request): Promise<api.messages.invitedUsers> => {
        const channel = await inputPeers.channel(userId, request.channel)
        if (request.users.length === 0 || request.users.length > maxInvited) throw badRequest('USERS_TOO_MUCH')
        const named = await Promise.all(request.users.map((input) => inputPeers.user(userId, input)))
        const users: UserId[] = []
        for (const user of named) {
          if (user === undefined || user === userId) throw badRequest('USER_ID_INVALID')
          if (!users.includes(user)) users.push(user)
        }
        const date = unixSeconds(clock)
        const standing = await standingOf(store.read, userId, users)
        const willing = users.filter(
          (user) => standing.mayAsk(user, 'privacyKeyChatInvite') && !standing.blockedBy(user),
        )
        const sent = await store.transaction(async (tx) => {
          const found = await allowInChannel(tx, userId, channel, 'invite', date)
          allowMembers(found.record, willing.length)
          const known = await tx.channelMembers.many(channel, willing)
          if (known.some((member) => isKeptOut(member, date))) throw badRequest('USER_KICKED')
          await allowBots(tx, found.record, willing)
          const present = new Set(known.filter((member) => member.present).map((member) => member.userId))
          const added = willing.filter((user) => !present.has(user))
          if (added.length === 0) {
            if (willing.length > 0) throw badRequest('USER_ALREADY_PARTICIPANT')
            return []
          }
          const action: api.MessageAction = { _: 'messageActionChatAddUser', users: added.map(BigInt) }
          const { record } = found
          const entering = { record, users: added, inviter: userId, action, from: userId, by: userId }
          return enterChannel(tx, ports, { ...entering, date, session: caller.session })
        })
        const updates = await answerPosts(ports, userId, { channel, date, sent })
        const missingInvitees = users
          .filter((user) => !willing.includes(user))
          .map((user) => ({ _: 'missingInvitee', userId: BigInt(user) }) as const)
        return { _: 'messages.invitedUsers', updates, missingInvitees }
      },
    ),

    'channels.joinChannel': userMethod(
      { acts: ['join'], rate: { burst: 100, secondsEach: 5 } },
      async ({ userId, caller }, request): Promise<api.messages.ChatInviteJoinResult> => {
        const channel = await inputPeers.channel(userId, request.channel)
        const date = unixSeconds(clock)
        const { session } = caller
        const asking = { channel, userId, date, session }
        const sent = await store.transaction(async (tx) => {
          const { record } = await allowInChannel(tx, userId, channel, 'join', date)
          const asks = record.joinRequest && record.kind === 'megagroup'
          if (asks) {
            return askGuardOrAdmins(tx, ports, asking)
          }
          const action: api.MessageAction = { _: 'messageActionChatAddUser', users: [BigInt(userId)] }
          const event = { _: 'channelAdminLogEventActionParticipantJoin' } as const
          const entering = { record, users: [userId], action, event, from: userId, by: userId }
          return enterChannel(tx, ports, { ...entering, date, session })
        })
        if (sent === undefined) throw badRequest('INVITE_REQUEST_SENT')
        if (typeof sent === 'bigint') return guards.decisionOf(sent, { ...asking, layer: caller.key.client?.layer })
        const update: api.updateChannel = { _: 'updateChannel', channelId: channelNumber(channel) }
        const updates = await answerPosts(ports, userId, { channel, date, sent, before: [update] })
        return { _: 'messages.chatInviteJoinResultOk', updates }
      },
    ),

    'channels.leaveChannel': userMethod({ acts: ['leave', 'transfer'] }, async ({ userId, caller }, request) => {
      const channel = await inputPeers.channel(userId, request.channel)
      const date = unixSeconds(clock)
      await store.transaction((tx) => leaveChannel(tx, ports, { userId, channel, date, session: caller.session }))
      const update: api.updateChannel = { _: 'updateChannel', channelId: channelNumber(channel) }
      return answerPosts(ports, userId, { channel, date, before: [update] })
    }),
  }
}
