import type { UserId } from '../../ids.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { ChannelRecord } from '../../store/domain/channels/channels.ts'
import type { Reads } from '../../store/store.ts'

/** So many people, its creator among them, may be admins of a channel, as the public server has it. */
export const maxAdmins = 50

/** So many channels with a username one may have created ("channels_public_limit_default"). */
export const maxPublic = 10

/** "megagroup_size_max" */
const maxMembers = 200_000

/** "channels_limit_default": in so many channels and supergroups one may be. */
const maxChannels = 500

/** Whether somebody is in as many channels as one may be. */
export async function isInTooMany(read: Pick<Reads, 'channelMembers'>, userId: UserId): Promise<boolean> {
  return (await read.channelMembers.channelsOf(userId)).length >= maxChannels
}

/** Throws `USERS_TOO_MUCH` for more members than a supergroup takes. Channels and gigagroups have no bound. */
export function allowMembers({ kind, gigagroup, members }: ChannelRecord, added: number): void {
  if (kind === 'megagroup' && !gigagroup && members + added > maxMembers) throw badRequest('USERS_TOO_MUCH')
}

/** So many bots are in one group, as on the public server. */
export const maxBots = 20

/**
 * Throws `USER_BOT` for a bot that is to be a subscriber, since in a channel bots are admins or nothing, `BOT_GROUPS_BLOCKED` for
 * one whose owner keeps it out of groups, and `BOTS_TOO_MUCH`.
 */
export async function allowBots(
  read: Pick<Reads, 'users' | 'channelMembers'>,
  { id, kind }: Pick<ChannelRecord, 'id' | 'kind'>,
  added: readonly UserId[],
): Promise<void> {
  const bots = (await read.users.many(added)).filter(({ bot }) => bot !== undefined)
  if (bots.length === 0) return
  if (kind === 'broadcast') throw badRequest('USER_BOT')
  if (bots.some(({ bot }) => bot?.joinsGroups === false)) throw badRequest('BOT_GROUPS_BLOCKED')
  if ((await read.channelMembers.bots(id)).length + bots.length > maxBots) throw badRequest('BOTS_TOO_MUCH')
}
