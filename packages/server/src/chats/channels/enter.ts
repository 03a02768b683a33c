import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import { holdBoxes } from '../../changes/hold-boxes.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId, UnixTime, UserId } from '../../ids.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { ChannelMember } from '../../store/domain/channels/channel-members.ts'
import type { ChannelRecord } from '../../store/domain/channels/channels.ts'
import type { Transaction } from '../../store/store.ts'
import { admittersOf, tellOfRequests } from '../members/join-requests.ts'
import { tellBotsOfRequest } from '../members/tell-bots.ts'
import type { Sent } from '../placing/copy.ts'
import { loggedParticipant, noteAdminEvent } from './admin-log.ts'
import { allowMembers, isInTooMany } from './limits.ts'
import { postNote } from './post.ts'
import { putMember, tellOfChannel } from './tell.ts'

/** Who comes into a channel, and how. */
export interface Entering {
  readonly record: ChannelRecord
  readonly users: readonly UserId[]
  /** Who brought them, let them in, or gave them the link. Missing for who comes by the public name. */
  readonly inviter?: UserId | undefined
  /** They had asked to be let in. */
  readonly viaRequest?: boolean
  /** What the admins' log says of somebody who comes by himself; whoever was brought is told of as invited. */
  readonly event?: api.ChannelAdminLogEventAction | undefined
  /** How it is said in a supergroup, and by whom. */
  readonly action: api.MessageAction
  readonly from: UserId
  /** Whose request it is, and the session that has the answer. */
  readonly by: UserId
  readonly session: SessionName | undefined
  readonly date: UnixTime
}

/**
 * Within a unit: these people are in it from now on, and have read what was there before them. Whether that is allowed has been
 * asked. Throws `USERS_TOO_MUCH`, `CHANNELS_TOO_MUCH`, `USER_CHANNELS_TOO_MUCH`.
 */
export async function enterChannel(tx: Transaction, ports: ServicePorts, entering: Entering): Promise<Sent[]> {
  const { record, users, event, action, from, by, session, date } = entering
  const channel = record.id
  allowMembers(record, users.length)
  const top = (await tx.boxes.state(channel))?.lastMessageId ?? 0
  const before = new Map((await tx.channelMembers.many(channel, users)).map((member) => [member.userId, member]))
  let isAnswered = false
  for (const userId of users) {
    if (await isInTooMany(tx, userId)) throw badRequest(userId === by ? 'CHANNELS_TOO_MUCH' : 'USER_CHANNELS_TOO_MUCH')
    const member = newMember(entering, userId, before.get(userId), top)
    await putMember(tx, ports, member)
    if (member.role === 'creator') await tx.creatorDepartures.remove(channel)
    if (event !== undefined) await noteAdminEvent(tx, channel, userId, event, date)
    else {
      const participant = loggedParticipant(userId, member, date)
      const invited = { _: 'channelAdminLogEventActionParticipantInvite', participant } as const
      await noteAdminEvent(tx, channel, by, invited, date)
    }
    // Who is in it asks no longer.
    if (await tx.inviteLinks.removeRequest(channel, userId)) isAnswered = true
  }
  // Who comes to a broadcast channel is not named there.
  const sent = record.kind === 'megagroup' ? await postNote(tx, ports, { record, from, date, session }, action) : []
  if (isAnswered) await holdBoxes(tx, [...users, ...(await admittersOf(tx, channel, date))])
  for (const userId of users.toSorted((a, b) => a - b)) {
    await tellOfChannel(tx, ports, userId, channel, { date, except: userId === by ? session : undefined })
  }
  if (isAnswered) await tellOfRequests(tx, ports, { chat: channel, by, date, session })
  return sent
}

function newMember(
  { record, inviter, viaRequest = false, date }: Entering,
  userId: UserId,
  known: ChannelMember | undefined,
  top: number,
): Omit<ChannelMember, 'titleThen'> {
  // Whoever has left what is theirs, and is back in time.
  if (known?.role === 'creator') return { ...known, inviter, viaRequest, present: true, date, readInboxMaxId: top }
  const isRestricted = known?.role === 'restricted'
  return {
    ...{
      channel: record.id,
      userId,
      role: isRestricted ? 'restricted' : 'member',
      present: true,
      date,
      adminRights: 0,
    },
    inviter,
    viaRequest,
    bannedRights: isRestricted ? known.bannedRights : 0,
    bannedUntil: isRestricted ? known.bannedUntil : 0,
    bannedBy: isRestricted ? known.bannedBy : undefined,
    availableMinId: record.preHistoryHidden ? top : 0,
    readInboxMaxId: top,
  }
}

export interface Asking {
  readonly channel: ChannelId
  readonly userId: UserId
  /** The link that leads there. Missing for who comes by the public name. */
  readonly digest?: Uint8Array | undefined
  readonly date: UnixTime
  readonly session: SessionName | undefined
}

/** Within a unit: somebody asks to be let in, which those are told who may decide; once, however often it is asked. */
export async function askToEnter(
  tx: Transaction,
  ports: ServicePorts,
  { channel, userId, digest, date, session }: Asking,
): Promise<void> {
  if ((await tx.inviteLinks.request(channel, userId)) !== undefined) return
  await tx.inviteLinks.putRequest(channel, { userId, digest, date })
  const admitters = await tellOfRequests(tx, ports, { chat: channel, by: userId, date, session })
  await tellBotsOfRequest(tx, ports, { chat: channel, userId, digest, date, admitters })
}
