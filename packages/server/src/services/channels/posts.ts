import { noteDeletedPosts } from '../../chats/channels/admin-log.ts'
import { readChannel } from '../../chats/channels/read-channel.ts'
import { readPostContents } from '../../chats/channels/read-marks.ts'
import { viewPosts } from '../../chats/channels/read-posts.ts'
import { removePosts } from '../../chats/channels/remove-posts.ts'
import { allowInChannel, readable } from '../../chats/channels/standing.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { allow } from '../../rules/rights.ts'
import { hearingIn } from '../../views/heard-by-bots.ts'
import { channelNumber } from '../../views/post-view.ts'

const maxMessages = 100

/** Messages of a channel by their numbers. */
export function createPosts(ports: ServicePorts): Methods {
  const { store, clock, inputPeers, userViews } = ports
  const { read } = store
  return {
    'channels.getMessages': userMethod({ rate: { burst: 300, secondsEach: 0.1 } }, async ({ userId }, request) => {
      if (request.id.length > maxMessages) throw badRequest('LIMIT_INVALID')
      const channel = await inputPeers.channel(userId, request.channel)
      const { above, member } = await readable(read, userId, channel, unixSeconds(clock))
      const hears = member?.isBot ? (await hearingIn(read, channel, [userId])).get(userId) : undefined
      const ids = request.id.map((input) => {
        if (input._ !== 'inputMessageID') throw badRequest('MESSAGE_ID_INVALID')
        return input.id
      })
      const stored = (await read.messages.many(channel, ids)).filter(({ id }) => id > above)
      const view = await viewPosts(read, userViews, userId, channel, stored, { count: ids.length }, hears)
      const byId = new Map(view.messages.map((message) => [message.id, message]))
      return { ...view, messages: ids.map((id) => byId.get(id) ?? { _: 'messageEmpty', id }) }
    }),

    'channels.deleteMessages': userMethod(
      { acts: ['delete for both', 'delete of others'], rate: { burst: 200, secondsEach: 0.1 } },
      async ({ userId, caller }, request) => {
        const channel = await inputPeers.channel(userId, request.channel)
        const ids = [...new Set(request.id)]
        if (ids.length > maxMessages) throw badRequest('LIMIT_INVALID')
        const date = unixSeconds(clock)
        return store.transaction(async (tx) => {
          const { standing } = await allowInChannel(tx, userId, channel, 'see', date)
          const stored = await tx.messages.many(channel, ids)
          for (const { from } of stored) allow(standing, from === userId ? 'delete for both' : 'delete of others')
          await noteDeletedPosts(tx, channel, userId, stored, date)
          const removed = await removePosts(tx, ports, channel, stored, { date, except: caller.session })
          return { _: 'messages.affectedMessages', ...removed }
        })
      },
    ),

    'channels.readHistory': userMethod({ acts: ['read'] }, async ({ userId, caller }, request) => {
      const channel = await inputPeers.channel(userId, request.channel)
      if (request.maxId < 0) throw badRequest('MSG_ID_INVALID')
      const reading = { userId, channel, maxId: request.maxId, date: unixSeconds(clock), session: caller.session }
      await store.transaction((tx) => readChannel(tx, ports, reading))
      return true
    }),

    'channels.readMessageContents': userMethod({ acts: ['read'] }, async ({ userId, caller }, request) => {
      const channel = await inputPeers.channel(userId, request.channel)
      if (request.id.length > maxMessages) throw badRequest('LIMIT_INVALID')
      const reading = { userId, channel, date: unixSeconds(clock), session: caller.session }
      await readPostContents(ports, reading, request.id)
      return true
    }),

    async 'channels.exportMessageLink'({ userId }, request) {
      const channel = await inputPeers.channel(userId, request.channel)
      const { record, above } = await readable(read, userId, channel, unixSeconds(clock))
      const stored = await read.messages.get(channel, request.id)
      if (stored === undefined || stored.id <= above) throw badRequest('MSG_ID_INVALID')
      const link = `https://t.me/${record.username ?? `c/${channelNumber(channel)}`}/${stored.id}`
      return { _: 'exportedMessageLink', link, html: '' }
    },
  }
}
