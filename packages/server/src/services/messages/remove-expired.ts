import { removePosts } from '../../chats/channels/remove-posts.ts'
import { removeMessages } from '../../chats/placing/remove-messages.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { type ChannelId, isChannel } from '../../ids.ts'
import type { Upkeep } from '../../rpc/handlers.ts'
import type { StoredMessage } from '../../store/domain/chats/messages.ts'

const perTransaction = 200

/**
 * Deletes messages whose time is over ("Auto-deleting messages"), in every box that has one: on time by a clock that goes
 * steadily, and not earlier than their users asked for by one that leaps.
 */
export function createRemoveExpired(ports: ServicePorts): Upkeep {
  const { store } = ports
  const step = async (now: number, plausible: number): Promise<number> => {
    const expired = await store.read.autoDelete.expired(plausible, perTransaction)
    if (expired.length === 0) return 0
    await store.transaction(async (tx) => {
      const copies: StoredMessage[] = []
      const posts = new Map<ChannelId, number[]>()
      for (const { box, id } of expired) {
        if (isChannel(box)) {
          posts.set(box, [...(posts.get(box) ?? []), id])
          continue
        }
        const stored = await tx.messages.get(box, id)
        if (stored !== undefined) copies.push(stored)
      }
      await tx.autoDelete.forget(expired)
      // Channels first: their boxes are below all others.
      for (const [channel, ids] of [...posts].sort(([a], [b]) => a - b)) {
        const stored = await tx.messages.many(channel, ids)
        if (stored.length > 0) await removePosts(tx, ports, channel, stored, { date: now, except: undefined })
      }
      if (copies.length > 0) await removeMessages(tx, ports, copies, { date: now })
    })
    return expired.length
  }
  return {
    everySeconds: 5,
    async run(now, plausible) {
      while ((await step(now, plausible)) === perTransaction);
    },
  }
}
