import type { api } from '@chappe/tl-codec/api'
import { noteAdminEvent } from '../../chats/channels/admin-log.ts'
import { allowInChannel, readable } from '../../chats/channels/standing.ts'
import { tellOfLooks } from '../../chats/channels/tell.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { envelope } from '../../delivery/envelope.ts'
import type { ChannelId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, type UserContext, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { allow } from '../../rules/rights.ts'
import type { ProfileTabName } from '../../store/domain/channels/channels.ts'
import { channelNumber } from '../../views/post-view.ts'

const maxReported = 100

const tabNames: { readonly [Name in api.ProfileTab['_']]: ProfileTabName } = {
  profileTabPosts: 'Posts',
  profileTabGifts: 'Gifts',
  profileTabMedia: 'Media',
  profileTabFiles: 'Files',
  profileTabMusic: 'Music',
  profileTabVoice: 'Voice',
  profileTabLinks: 'Links',
  profileTabGifs: 'Gifs',
}

/** Smaller things that who leads a channel switches on and off, and tells whoever runs the server. */
export function createChannelToggles(ports: ServicePorts): Methods {
  const { store, clock, log, inputPeers, userViews } = ports
  const { read } = store

  const mustName = async ({ userId }: UserContext, input: api.InputChannel): Promise<ChannelId> => {
    const channel = await inputPeers.channel(userId, input)
    await allowInChannel(read, userId, channel, 'set username', unixSeconds(clock))
    return channel
  }

  return {
    /** That it is wanted is stored and shown. Nothing here looks for spam by itself yet, so nothing is deleted by it. */
    'channels.toggleAntiSpam': userMethod({ acts: ['watch for spam'] }, async ({ userId, caller }, request) => {
      const channel = await inputPeers.channel(userId, request.channel)
      const date = unixSeconds(clock)
      await store.transaction(async (tx) => {
        const { record } = await allowInChannel(tx, userId, channel, 'watch for spam', date)
        if (record.kind !== 'megagroup') throw badRequest('MEGAGROUP_REQUIRED')
        if (record.antiSpam === request.enabled) throw badRequest('CHAT_NOT_MODIFIED')
        await tx.channels.setSwitches(channel, { antiSpam: request.enabled })
        const action = { _: 'channelAdminLogEventActionToggleAntiSpam', newValue: request.enabled } as const
        await noteAdminEvent(tx, channel, userId, action, date)
        tellOfLooks(tx, ports, channel, { date, except: caller.session })
      })
      const update: api.updateChannel = { _: 'updateChannel', channelId: channelNumber(channel) }
      return envelope(read, userViews, userId, [update], { date, others: [channel] })
    }),

    /** A message that was deleted as spam and was none: no such message is deleted here. */
    'channels.reportAntiSpamFalsePositive': userMethod({ acts: ['watch for spam'] }, async ({ userId }, request) => {
      const channel = await inputPeers.channel(userId, request.channel)
      await allowInChannel(read, userId, channel, 'watch for spam', unixSeconds(clock))
      throw badRequest('MESSAGE_ID_INVALID')
    }),

    /** Messages of a member that an admin takes for spam, for whoever runs the server. */
    'channels.reportSpam': userMethod(
      { acts: ['report', 'delete of others'], rate: { burst: 20, secondsEach: 10, protects: 'accounts' } },
      async ({ userId }, request) => {
        const channel = await inputPeers.channel(userId, request.channel)
        await inputPeers.peer(userId, request.participant)
        if (request.id.length === 0 || request.id.length > maxReported) throw badRequest('MESSAGE_ID_INVALID')
        const date = unixSeconds(clock)
        await store.transaction(async (tx) => {
          const { standing } = await readable(tx, userId, channel, date)
          allow(standing, 'delete of others')
          const stored = await tx.messages.many(channel, request.id)
          if (stored.length === 0) throw badRequest('MESSAGE_ID_INVALID')
          const report = { reporter: userId, peer: channel, reason: 'inputReportReasonSpam', message: '' }
          await tx.reports.add({ ...report, messages: stored.map(({ id }) => id), date })
        })
        log.warn({ peer: channel, reason: 'inputReportReasonSpam' }, 'a peer was reported')
        return true
      },
    ),

    // These concern further names, which are bought elsewhere: there is only the one that is edited.
    'channels.toggleUsername': userMethod({ acts: ['set username'] }, async (context, request) => {
      const record = await read.channels.get(await mustName(context, request.channel))
      if (record?.username?.toLowerCase() !== request.username.toLowerCase()) throw badRequest('USERNAME_INVALID')
      throw badRequest(request.active ? 'USERNAME_NOT_MODIFIED' : 'USERNAME_INVALID')
    }),
    'channels.reorderUsernames': userMethod({ acts: ['set username'] }, async (context, request) => {
      const record = await read.channels.get(await mustName(context, request.channel))
      const named = request.order.map((name) => name.toLowerCase())
      if (named.length > 1 || (named[0] !== undefined && named[0] !== record?.username?.toLowerCase())) {
        throw badRequest('ORDER_INVALID')
      }
      throw badRequest('USERNAME_NOT_MODIFIED')
    }),
    'channels.deactivateAllUsernames': userMethod({ acts: ['set username'] }, async (context, request) => {
      await mustName(context, request.channel)
      return true
    }),

    'channels.setMainProfileTab': userMethod({ acts: ['change info'] }, async ({ userId, caller }, request) => {
      const channel = await inputPeers.channel(userId, request.channel)
      const date = unixSeconds(clock)
      await store.transaction(async (tx) => {
        const { record } = await allowInChannel(tx, userId, channel, 'change info', date)
        if (record.kind !== 'broadcast') throw badRequest('CHANNEL_INVALID')
        await tx.channels.setMainTab(channel, tabNames[request.tab._])
        tellOfLooks(tx, ports, channel, { date, except: caller.session })
      })
      return true
    }),
  }
}
