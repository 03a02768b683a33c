import type { api } from '@chappe/tl-codec/api'
import { answerPosts } from '../../chats/channels/answer-posts.ts'
import { isInTooMany } from '../../chats/channels/limits.ts'
import { postNote } from '../../chats/channels/post.ts'
import { setForum } from '../../chats/channels/set-forum.ts'
import { allowInChannel } from '../../chats/channels/standing.ts'
import { putMember, tellOfChannel, tellOfLooks } from '../../chats/channels/tell.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { envelope } from '../../delivery/envelope.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { randomLong } from '../../ports/random.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest, notImplemented } from '../../rpc/rpc-error.ts'
import { creatorsOwnRights } from '../../rules/chat-rights.ts'
import { parseChatAbout, parseTitle } from '../../rules/names.ts'
import { channelNumber } from '../../views/post-view.ts'

/** Channels and supergroups come and go ("Channels, supergroups, gigagroups and basic groups"). */
export function createCreateChannel(ports: ServicePorts): Methods {
  const { store, clock, inputPeers, userViews } = ports
  return {
    'channels.createChannel': userMethod(
      { acts: ['see'], rate: { burst: 20, secondsEach: 30 } },
      async ({ userId, caller }, request) => {
        const { forImport, forum = false, geoPoint, address, ttlPeriod = 0 } = request
        if (forImport || geoPoint !== undefined || address !== undefined || ttlPeriod !== 0) {
          throw notImplemented()
        }
        const [title, about] = [parseTitle(request.title), parseChatAbout(request.about)]
        const kind = request.megagroup === true ? 'megagroup' : 'broadcast'
        const date = unixSeconds(clock)
        const session = caller.session
        const { channel, sent } = await store.transaction(async (tx) => {
          if (await isInTooMany(tx, userId)) throw badRequest('CHANNELS_TOO_MUCH')
          const created = await tx.channels.create({ kind, title, about, creator: userId, createdAt: date })
          const record = { ...created, forum: forum && kind === 'megagroup' }
          if (record.forum) await setForum(tx, record, true, date)
          await putMember(tx, ports, {
            ...{ channel: record.id, userId, role: 'creator', present: true, date, bannedRights: 0, bannedUntil: 0 },
            adminRights: creatorsOwnRights(kind === 'broadcast' ? 'broadcast' : 'supergroup'),
            ...{ availableMinId: 0, readInboxMaxId: 0 },
          })
          const action: api.MessageAction = { _: 'messageActionChannelCreate', title }
          const sent = await postNote(tx, ports, { record, from: userId, date, session }, action)
          await tellOfChannel(tx, ports, userId, record.id, { date, except: session })
          return { channel: record.id, sent }
        })
        const update: api.updateChannel = { _: 'updateChannel', channelId: channelNumber(channel) }
        // TDLib takes an answer with one message and one random id, and no other.
        const randomIds = [randomLong(ports.random)]
        return answerPosts(ports, userId, { channel, date, sent, randomIds, before: [update] })
      },
    ),

    'channels.deleteChannel': userMethod({ acts: ['delete chat'] }, async ({ userId, caller }, request) => {
      const channel = await inputPeers.channel(userId, request.channel)
      const date = unixSeconds(clock)
      await store.transaction(async (tx) => {
        await allowInChannel(tx, userId, channel, 'delete chat', date)
        await tx.channels.markDeleted(channel)
        tellOfLooks(tx, ports, channel, { date, except: caller.session })
      })
      const update: api.updateChannel = { _: 'updateChannel', channelId: channelNumber(channel) }
      return envelope(store.read, userViews, userId, [update], { date })
    }),
  }
}
