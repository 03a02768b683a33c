import type { api } from '@chappe/tl-codec/api'
import { recordUnnumbered } from '../../changes/record-change.ts'
import { noteAdminEvent } from '../../chats/channels/admin-log.ts'
import { setForum } from '../../chats/channels/set-forum.ts'
import { allowInChannel } from '../../chats/channels/standing.ts'
import { tellOfLooks } from '../../chats/channels/tell.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { envelope } from '../../delivery/envelope.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { channelNumber } from '../../views/post-view.ts'
import { mustBeForum } from './forum-of.ts'

/** A supergroup becomes a forum, which somebody may still see as one list of messages. */
export function createForumSwitches(ports: ServicePorts): Methods {
  const { store, clock, inputPeers, userViews } = ports
  const { read } = store
  return {
    'channels.toggleForum': userMethod(
      { acts: ['set forum'], rate: { burst: 20, secondsEach: 30 } },
      async ({ userId, caller }, request) => {
        const channel = await inputPeers.channel(userId, request.channel)
        const date = unixSeconds(clock)
        await store.transaction(async (tx) => {
          const { record } = await allowInChannel(tx, userId, channel, 'set forum', date)
          if (record.forum === request.enabled) throw badRequest('CHAT_NOT_MODIFIED')
          if (record.linked !== undefined) throw badRequest('CHAT_DISCUSSION_UNALLOWED')
          await setForum(tx, record, request.enabled, date)
          const action = { _: 'channelAdminLogEventActionToggleForum', newValue: request.enabled } as const
          await noteAdminEvent(tx, channel, userId, action, date)
          tellOfLooks(tx, ports, channel, { date, except: caller.session })
        })
        const update: api.updateChannel = { _: 'updateChannel', channelId: channelNumber(channel) }
        return envelope(read, userViews, userId, [update], { date })
      },
    ),

    'channels.toggleViewForumAsMessages': userMethod(
      { acts: ['arrange'], rate: { burst: 100, secondsEach: 1 } },
      async ({ userId, caller }, { channel: input, enabled }) => {
        const channel = await inputPeers.channel(userId, input)
        const date = unixSeconds(clock)
        const update: api.updateChannelViewForumAsMessages = {
          ...{ _: 'updateChannelViewForumAsMessages', channelId: channelNumber(channel), enabled },
        }
        await store.transaction(async (tx) => {
          const { record } = await allowInChannel(tx, userId, channel, 'see', date)
          mustBeForum(record)
          const isSo = (await tx.topics.seenAsMessages(userId, [channel])).has(channel)
          if (isSo === enabled) throw badRequest('CHAT_NOT_MODIFIED')
          await tx.topics.seeAsMessages(userId, channel, enabled)
          const key = `forum as messages ${channel}`
          await recordUnnumbered(tx, ports, { userId, key, update, date, except: caller.session })
        })
        return envelope(read, userViews, userId, [update], { date })
      },
    ),
  }
}
