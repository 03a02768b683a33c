import type { ChannelId, UserId } from '../ids.ts'
import type { Reads } from '../store/store.ts'

/**
 * Bots name people and channels without an access hash where they have met them: their libraries keep ids alone, and TDLib puts 0
 * for all of them ("Access hashes", "Bots"). Of who is no bot nothing is asked.
 */
export async function metByBot(
  read: Pick<Reads, 'users' | 'dialogs' | 'groups' | 'channelMembers'>,
  viewer: UserId,
  userId: UserId,
): Promise<boolean> {
  if (!(await isBot(read, viewer))) return false
  // Bots that were made through it are known to it from the beginning.
  if ((await read.users.get(userId))?.bot?.manager === viewer) return true
  if (viewer === userId || (await read.dialogs.get(viewer, userId)) !== undefined) return true
  if ((await read.groups.common(viewer, userId, 0, 1)).length > 0) return true
  return (await read.channelMembers.common(viewer, userId, 0, 1)).length > 0
}

/** Whether a bot is in a channel, or was. */
export async function joinedByBot(
  read: Pick<Reads, 'users' | 'channelMembers'>,
  viewer: UserId,
  channel: ChannelId,
): Promise<boolean> {
  return (await isBot(read, viewer)) && (await read.channelMembers.get(channel, viewer)) !== undefined
}

async function isBot({ users }: Pick<Reads, 'users'>, userId: UserId): Promise<boolean> {
  return (await users.get(userId))?.bot !== undefined
}
