import type { UserId } from '../../ids.ts'
import type { Reads } from '../../store/store.ts'

/** "channels_limit_default": in so many channels and supergroups one may be. */
const maxChannels = 500

/** Whether somebody is in as many channels as one may be. */
export async function isInTooMany(read: Pick<Reads, 'channelMembers'>, userId: UserId): Promise<boolean> {
  return (await read.channelMembers.channelsOf(userId)).length >= maxChannels
}
