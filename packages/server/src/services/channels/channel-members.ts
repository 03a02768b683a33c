import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import { loggedParticipant, noteAdminEvent } from '../../chats/channels/admin-log.ts'
import { answerPosts } from '../../chats/channels/answer-posts.ts'
import { isInTooMany } from '../../chats/channels/limits.ts'
import { postNote } from '../../chats/channels/post.ts'
import { allowInChannel, type ChannelStanding } from '../../chats/channels/standing.ts'
import { putMember, tellOfChannel } from '../../chats/channels/tell.ts'
import { leaveList } from '../../chats/lists/leave-list.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UnixTime, UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { ChannelMember } from '../../store/domain/channels/channel-members.ts'
import type { Transaction } from '../../store/store.ts'
import { isKeptOut } from '../../views/channel-view.ts'
import { channelNumber } from '../../views/post-view.ts'
import { standingOf } from '../../views/standing.ts'

/** So many one call invites. */
const maxInvited = 100
/** "megagroup_size_max" */
const maxMembers = 200_000

/** Coming into a channel and leaving it. */
export function createChannelMembership(ports: ServicePorts): Methods {
  const { store, clock, inputPeers } = ports
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
          if (found.record.members + willing.length > maxMembers) throw badRequest('USERS_TOO_MUCH')
          const known = await tx.channelMembers.many(channel, willing)
          if (known.some((member) => isKeptOut(member, date))) throw badRequest('USER_KICKED')
          const present = new Set(known.filter((member) => member.present).map((member) => member.userId))
          const added = willing.filter((user) => !present.has(user))
          if (added.length === 0) {
            if (willing.length > 0) throw badRequest('USER_ALREADY_PARTICIPANT')
            return []
          }
          return enter(tx, ports, found, added, { by: userId, date, session: caller.session })
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
      async ({ userId, caller }, request): Promise<api.messages.chatInviteJoinResultOk> => {
        const channel = await inputPeers.channel(userId, request.channel)
        const date = unixSeconds(clock)
        const sent = await store.transaction(async (tx) => {
          const found = await allowInChannel(tx, userId, channel, 'join', date)
          if (found.record.members >= maxMembers) throw badRequest('USERS_TOO_MUCH')
          return enter(tx, ports, found, [userId], { by: userId, date, session: caller.session })
        })
        const update: api.updateChannel = { _: 'updateChannel', channelId: channelNumber(channel) }
        const updates = await answerPosts(ports, userId, { channel, date, sent, before: [update] })
        return { _: 'messages.chatInviteJoinResultOk', updates }
      },
    ),

    'channels.leaveChannel': userMethod({ acts: ['leave'] }, async ({ userId, caller }, request) => {
      const channel = await inputPeers.channel(userId, request.channel)
      const date = unixSeconds(clock)
      const session = caller.session
      await store.transaction(async (tx) => {
        const { record, member } = await allowInChannel(tx, userId, channel, 'leave', date)
        if (member === undefined) throw badRequest('USER_NOT_PARTICIPANT')
        if (record.kind === 'megagroup') {
          const action: api.MessageAction = { _: 'messageActionChatDeleteUser', userId: BigInt(userId) }
          await postNote(tx, ports, { record, from: userId, date, session }, action)
        }
        const role = member.role === 'restricted' ? member.role : 'member'
        const rights = { adminRights: 0, promotedBy: undefined, rank: undefined }
        await putMember(tx, ports, { ...member, ...rights, role, present: false, date })
        await noteAdminEvent(tx, channel, userId, { _: 'channelAdminLogEventActionParticipantLeave' }, date)
        await leaveList(tx, ports, { box: userId, peer: channel, date })
        await tellOfChannel(tx, ports, userId, channel, { date, except: session })
      })
      const update: api.updateChannel = { _: 'updateChannel', channelId: channelNumber(channel) }
      return answerPosts(ports, userId, { channel, date, before: [update] })
    }),
  }
}

interface Entering {
  readonly by: UserId
  readonly date: UnixTime
  readonly session: SessionName
}

/** Within a unit: these people are in it from now on, and have read what was there before them. */
async function enter(
  tx: Transaction,
  ports: ServicePorts,
  { record }: ChannelStanding,
  users: readonly UserId[],
  { by, date, session }: Entering,
) {
  const channel = record.id
  const top = (await tx.boxes.state(channel))?.lastMessageId ?? 0
  const before = new Map((await tx.channelMembers.many(channel, users)).map((member) => [member.userId, member]))
  for (const userId of users) {
    if (await isInTooMany(tx, userId)) throw badRequest(userId === by ? 'CHANNELS_TOO_MUCH' : 'USER_CHANNELS_TOO_MUCH')
    const known = before.get(userId)
    const isRestricted = known?.role === 'restricted'
    const member: Omit<ChannelMember, 'titleThen'> = {
      ...{ channel, userId, role: isRestricted ? 'restricted' : 'member', present: true, date, adminRights: 0 },
      inviter: userId === by ? undefined : by,
      bannedRights: isRestricted ? known.bannedRights : 0,
      bannedUntil: isRestricted ? known.bannedUntil : 0,
      bannedBy: isRestricted ? known.bannedBy : undefined,
      availableMinId: record.preHistoryHidden ? top : 0,
      readInboxMaxId: top,
    }
    await putMember(tx, ports, member)
    const event: api.ChannelAdminLogEventAction =
      userId === by
        ? { _: 'channelAdminLogEventActionParticipantJoin' }
        : {
            _: 'channelAdminLogEventActionParticipantInvite',
            participant: loggedParticipant(userId, member, date),
          }
    await noteAdminEvent(tx, channel, by, event, date)
  }
  const action: api.MessageAction = { _: 'messageActionChatAddUser', users: users.map(BigInt) }
  const posting = { record, from: by, date, session }
  // Who comes to a broadcast channel is not named there.
  const sent = record.kind === 'megagroup' ? await postNote(tx, ports, posting, action) : []
  for (const userId of users.toSorted((a, b) => a - b)) {
    await tellOfChannel(tx, ports, userId, channel, { date, except: userId === by ? session : undefined })
  }
  return sent
}
