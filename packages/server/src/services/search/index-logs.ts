import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId } from '../../ids.ts'
import { indexBox } from './index-box.ts'

/** One search takes in so many posts of all channels together; the next goes on. */
export const maxIndexed = 20_000

/**
 * Brings the index of several logs up to their newest posts, those first of which least is missing: a log is indexed once for
 * all who search in it. Answers with whether all of them are complete.
 */
export async function indexLogs(ports: ServicePorts, channels: readonly ChannelId[]): Promise<boolean> {
  const [states, indexed] = await Promise.all([
    ports.store.read.boxes.states(channels),
    ports.store.read.messageSearch.indexed(channels),
  ])
  const missing = channels
    .map((channel) => ({
      channel,
      count: (states.get(channel)?.lastMessageId ?? 0) - (indexed.get(channel) ?? 0),
    }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => a.count - b.count)
  let left = maxIndexed
  for (const { channel, count } of missing) {
    if (left <= 0) return false
    await indexBox(ports, channel, left)
    if (count > left) return false
    left -= count
  }
  return true
}
