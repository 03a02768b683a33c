import type { api } from '@chappe/tl-codec/api'
import { standingIn } from '../../../chats/channels/standing.ts'
import { standingInGroup } from '../../../chats/rights.ts'
import type { ServicePorts } from '../../../core-ports.ts'
import { type ChannelId, type ChatId, isChannel, isUser, type UnixTime, type UserId } from '../../../ids.ts'
import { badRequest } from '../../../rpc/rpc-error.ts'
import type { InGroup, InSupergroup } from '../../../rules/rights.ts'
import type { StoredEphemeral } from '../../../store/domain/chats/ephemeral-messages.ts'
import type { Reads } from '../../../store/store.ts'
import { requireReach } from '../reach-bot.ts'

/** Who writes to whom, and in which group. */
export type Parties = Pick<StoredEphemeral, 'chat' | 'bot' | 'person' | 'byBot'>

export type SeveralId = ChatId | ChannelId

interface Named {
  readonly peer: api.InputPeer
  readonly receiverId: api.InputUser
}

/** The group that is named. Throws `PEER_ID_INVALID` for what is none. */
export async function groupNamed(
  { inputPeers }: Pick<ServicePorts, 'inputPeers'>,
  userId: UserId,
  input: api.InputPeer,
): Promise<SeveralId> {
  const peer = await inputPeers.peer(userId, input)
  if (isUser(peer)) throw badRequest('PEER_ID_INVALID')
  return peer
}

/** The user who is named. Throws `USER_ID_INVALID`. */
export async function userNamed(
  { inputPeers }: Pick<ServicePorts, 'inputPeers'>,
  userId: UserId,
  input: api.InputUser,
): Promise<UserId> {
  const named = await inputPeers.user(userId, input)
  if (named === undefined) throw badRequest('USER_ID_INVALID')
  return named
}

/** One is a bot and one is not: `USER_IS_BOT` and `BOT_INVALID` say which is missing. */
export async function partiesOf(ports: ServicePorts, userId: UserId, named: Named): Promise<Parties> {
  const chat = await groupNamed(ports, userId, named.peer)
  const other = await userNamed(ports, userId, named.receiverId)
  const [sender, receiver] = await Promise.all([ports.store.read.users.get(userId), ports.store.read.users.get(other)])
  const byBot = sender?.bot !== undefined
  const toBot = receiver?.bot !== undefined
  if (byBot && toBot) throw badRequest('USER_IS_BOT')
  if (!byBot && !toBot) throw badRequest('BOT_INVALID')
  if (!byBot) await requireReach(ports.store.read, userId, other)
  return byBot ? { chat, bot: userId, person: other, byBot } : { chat, bot: other, person: userId, byBot }
}

type RightsReads = Pick<Reads, 'groups' | 'channels' | 'channelMembers'>

/** Within a unit: what somebody is in the group. Throws `PEER_ID_INVALID` for a broadcast channel, where there is nobody to talk. */
export async function standingThere(
  read: RightsReads,
  userId: UserId,
  chat: SeveralId,
  now: UnixTime,
): Promise<InGroup | InSupergroup> {
  if (!isChannel(chat)) return standingInGroup(read, userId, chat)
  const { standing } = await standingIn(read, userId, chat, now)
  if (standing.kind === 'broadcast') throw badRequest('PEER_ID_INVALID')
  return standing
}

/** Within a unit: throws `USER_NOT_PARTICIPANT` for who is not in the group. */
export async function requireMember(read: RightsReads, userId: UserId, chat: SeveralId): Promise<void> {
  const isIn = isChannel(chat)
    ? (await read.channelMembers.get(chat, userId))?.present === true
    : (await read.groups.member(chat, userId))?.standing === 'in'
  if (!isIn) throw badRequest('USER_NOT_PARTICIPANT')
}

export function isAdmin({ role }: InGroup | InSupergroup): boolean {
  return role === 'creator' || role === 'admin'
}
