import type { api } from '@chappe/tl-codec/api'
import { type ChannelId, type ChatId, isGroup, isUser, type PeerId, type UserId } from '../../../ids.ts'
import { adminRightsOf, basicAdminRights, creatorRights } from '../../../rules/chat-rights.ts'
import type { Reads } from '../../../store/store.ts'

type FitReads = Pick<Reads, 'users' | 'groups' | 'channels' | 'channelMembers'>

/** Whether a bot has asked for such a peer (type "RequestPeerType"); what it is to have there itself is not looked at. */
export async function fits(
  read: FitReads,
  { userId, bot }: { readonly userId: UserId; readonly bot: UserId },
  peer: PeerId,
  type: api.RequestPeerType,
): Promise<boolean> {
  switch (type._) {
    case 'requestPeerTypeUser':
      return isUser(peer) && isSuchUser(read, peer, type)
    case 'requestPeerTypeChat':
      if (isUser(peer)) return false
      return isGroup(peer)
        ? isSuchGroup(read, userId, peer, type)
        : isSuchChannel(read, userId, peer, 'megagroup', type)
    case 'requestPeerTypeBroadcast':
      return !isUser(peer) && !isGroup(peer) && isSuchChannel(read, userId, peer, 'broadcast', type)
    case 'requestPeerTypeCreateBot':
      return isUser(peer) && isMadeThrough(read, userId, peer, bot)
  }
}

async function isSuchUser(read: FitReads, peer: UserId, { bot, premium }: api.requestPeerTypeUser): Promise<boolean> {
  const user = await read.users.get(peer)
  if (user === undefined) return false
  // Nobody has premium here.
  return premium !== true && (bot === undefined || bot === (user.bot !== undefined))
}

/** Clients make it first, and then say that it is the one ("bots.createBot"). */
async function isMadeThrough(read: FitReads, userId: UserId, peer: UserId, manager: UserId): Promise<boolean> {
  const made = (await read.users.get(peer))?.bot
  return made?.manager === manager && made.owner === userId
}

async function isSuchGroup(
  read: FitReads,
  userId: UserId,
  peer: ChatId,
  { creator, hasUsername, forum, userAdminRights }: api.requestPeerTypeChat,
): Promise<boolean> {
  const [group, member] = await Promise.all([read.groups.get(peer), read.groups.member(peer, userId)])
  if (group === undefined || member?.standing !== 'in') return false
  if (hasUsername === true || forum === true) return false
  const isCreator = group.creator === userId
  if (creator === true && !isCreator) return false
  const held = isCreator ? creatorRights('group') : member.admin ? basicAdminRights : 0
  return userAdminRights === undefined || holdsAll(held, userAdminRights)
}

async function isSuchChannel(
  read: FitReads,
  userId: UserId,
  peer: ChannelId,
  kind: 'broadcast' | 'megagroup',
  wanted: Omit<api.requestPeerTypeBroadcast, '_'> & { readonly forum?: boolean | undefined },
): Promise<boolean> {
  const [channel, member] = await Promise.all([read.channels.get(peer), read.channelMembers.get(peer, userId)])
  if (channel === undefined || channel.deleted || channel.kind !== kind || member?.present !== true) return false
  const { creator, hasUsername, forum, userAdminRights } = wanted
  if (hasUsername !== undefined && hasUsername !== (channel.username !== undefined)) return false
  if (forum !== undefined && forum !== channel.forum) return false
  const isCreator = member.role === 'creator'
  if (creator === true && !isCreator) return false
  const held = isCreator ? creatorRights(kind === 'broadcast' ? 'broadcast' : 'supergroup') : member.adminRights
  return userAdminRights === undefined || holdsAll(held, userAdminRights)
}

/** Whether a bot holds in a chat what it has asked for. */
export async function botHolds(
  read: FitReads,
  bot: UserId,
  peer: ChatId | ChannelId,
  wanted: api.ChatAdminRights,
): Promise<boolean> {
  if (isGroup(peer)) {
    const member = await read.groups.member(peer, bot)
    return member?.standing === 'in' && member.admin && holdsAll(basicAdminRights, wanted)
  }
  const member = await read.channelMembers.get(peer, bot)
  return member?.present === true && member.role === 'admin' && holdsAll(member.adminRights, wanted)
}

function holdsAll(held: number, wanted: api.ChatAdminRights): boolean {
  return (adminRightsOf(wanted) & ~held) === 0
}
