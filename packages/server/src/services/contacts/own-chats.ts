import type { ChannelId, ChatId, UserId } from '../../ids.ts'
import { foldText } from '../../rules/fold-text.ts'
import type { Reads } from '../../store/store.ts'

/** The groups and channels that somebody is in whose title or username has words that begin so. */
export async function ownChatsNamed(
  read: Pick<Reads, 'groups' | 'channels' | 'channelMembers'>,
  userId: UserId,
  words: readonly string[],
  { broadcastsOnly }: { readonly broadcastsOnly: boolean },
): Promise<(ChatId | ChannelId)[]> {
  const channels = await read.channels.many(await read.channelMembers.channelsOf(userId))
  const groups = broadcastsOnly ? [] : await read.groups.many(await read.groups.ofUser(userId))
  return [
    ...channels
      .filter(({ kind }) => !broadcastsOnly || kind === 'broadcast')
      .filter(({ title, username = '' }) => isNamed(`${title} ${username}`, words)),
    // What became a supergroup is found as that.
    ...groups.filter(({ title, deactivated }) => !deactivated && isNamed(title, words)),
  ].map(({ id }) => id)
}

/** Whether each of these beginnings is that of a word of the name. Both are folded. */
export function isNamed(name: string, words: readonly string[]): boolean {
  const own = foldText(name).split(/\s+/)
  return words.every((word) => own.some((one) => one.startsWith(word)))
}
