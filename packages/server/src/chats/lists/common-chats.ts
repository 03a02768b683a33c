import type { ChannelId, ChatId, UserId } from '../../ids.ts'
import type { Reads } from '../../store/store.ts'

export const maxCommonChats = 100

/**
 * The groups and supergroups that two people are both in, by their public numbers from the highest on ("getCommonChats"):
 * supergroups have higher ones than basic groups.
 *
 * @param below only those with lower numbers; 0 for no bound
 */
export async function commonChats(
  read: Pick<Reads, 'groups' | 'channelMembers'>,
  userId: UserId,
  other: UserId,
  { below = 0n, limit = maxCommonChats }: { readonly below?: bigint; readonly limit?: number } = {},
): Promise<(ChatId | ChannelId)[]> {
  if (other === userId) return []
  const bound = Number(below)
  const channels = await read.channelMembers.common(userId, other, bound, limit)
  const left = limit - channels.length
  return left === 0 ? channels : [...channels, ...(await read.groups.common(userId, other, bound, left))]
}
