import type { api } from '@chappe/tl-codec/api'
import { isInTooMany } from '../../chats/channels/limits.ts'
import { type Migrated, migrateGroup } from '../../chats/members/migrate-group.ts'
import { answerWhole } from '../../chats/placing/answer-whole.ts'
import { allowIn } from '../../chats/rights.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { envelope } from '../../delivery/envelope.ts'
import type { ChannelId, UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { Reads } from '../../store/store.ts'
import { channelNumber, showPosts } from '../../views/post-view.ts'

/** "Migration": a basic group becomes a supergroup. */
export function createMigrateChat(ports: ServicePorts): Methods {
  const { store, clock, inputPeers, userViews } = ports
  return {
    'messages.migrateChat': userMethod(
      { acts: ['upgrade'], rate: { burst: 20, secondsEach: 30 } },
      async ({ userId, caller: { session } }, { chatId }): Promise<api.Updates> => {
        const chat = await inputPeers.group(userId, chatId)
        const date = unixSeconds(clock)
        const migrated = await store.transaction(async (tx): Promise<Migrated | ChannelId> => {
          const group = await tx.groups.get(chat)
          if (group === undefined) throw badRequest('CHAT_ID_INVALID')
          // Whoever asks again is told of the supergroup that there is.
          if (group.migratedTo !== undefined && group.creator === userId) return group.migratedTo
          await allowIn(tx, userId, chat, 'upgrade')
          if (await isInTooMany(tx, userId)) throw badRequest('CHANNELS_TOO_MUCH')
          return migrateGroup(tx, ports, { group, by: userId, date, session })
        })
        if (typeof migrated === 'number') {
          return envelope(store.read, userViews, userId, [lookAt(migrated)], { date, others: [chat] })
        }
        const { channel, here } = migrated
        const before = [lookAt(channel), ...(await newsThere(store.read, userId, migrated))]
        return answerWhole(ports, userId, { to: chat, date, sent: [here], scheduled: undefined }, [], before)
      },
    ),
  }
}

function lookAt(channel: ChannelId): api.updateChannel {
  return { _: 'updateChannel', channelId: channelNumber(channel) }
}

/** What is said in the supergroup. */
async function newsThere(
  read: Reads,
  userId: UserId,
  { channel, there }: Migrated,
): Promise<api.updateNewChannelMessage[]> {
  const stored = await read.messages.many(
    channel,
    there.map(({ id }) => id),
  )
  const messages = await showPosts(read, userId, stored)
  return messages.flatMap((message) => {
    const pts = there.find(({ id }) => id === message.id)?.pts
    return pts === undefined ? [] : [{ _: 'updateNewChannelMessage', message, pts, ptsCount: 1 } as const]
  })
}
