import { allowInChannel, standingIn } from '../../chats/channels/standing.ts'
import { tellOfLooks } from '../../chats/channels/tell.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId, UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { refusalOf } from '../../rules/rights.ts'
import type { Transaction } from '../../store/store.ts'
import { viewPeers } from '../../views/named-peers.ts'

/** "Discussion groups": the group of a channel, in which its posts are commented on. */
export function createDiscussionGroup(ports: ServicePorts): Methods {
  const { store, clock, inputPeers, userViews } = ports
  const { read } = store

  return {
    /** Those that could be linked: groups in which the caller may do that and which discuss no channel yet. */
    async 'channels.getGroupsForDiscussion'({ userId }) {
      const now = unixSeconds(clock)
      const channels = await read.channels.many(await read.channelMembers.channelsOf(userId))
      const possible: ChannelId[] = []
      for (const record of channels) {
        if (record.kind !== 'megagroup' || record.forum || record.linked !== undefined) continue
        const { standing } = await standingIn(read, userId, record.id, now)
        if (refusalOf(standing, 'link chat') === undefined) possible.push(record.id)
      }
      const { chats } = await viewPeers(read, userViews, userId, possible)
      return { _: 'messages.chats', chats }
    },

    'channels.setDiscussionGroup': userMethod({ acts: ['link chat'] }, async ({ userId, caller }, request) => {
      const named = async (input: typeof request.broadcast): Promise<ChannelId | undefined> =>
        input._ === 'inputChannelEmpty' ? undefined : inputPeers.channel(userId, input)
      const [broadcast, megagroup] = [await named(request.broadcast), await named(request.group)]
      const date = unixSeconds(clock)
      await store.transaction(async (tx) => {
        const changed = await link(tx, userId, broadcast, megagroup, date)
        for (const channel of changed) tellOfLooks(tx, ports, channel, { date, except: caller.session })
      })
      return true
    }),
  }
}

/** Within a unit: links both, or what one of them is linked with no more. Gives those that look otherwise now. */
async function link(
  tx: Transaction,
  userId: UserId,
  broadcast: ChannelId | undefined,
  megagroup: ChannelId | undefined,
  date: number,
): Promise<ReadonlySet<ChannelId>> {
  const channel = broadcast === undefined ? undefined : await allowInChannel(tx, userId, broadcast, 'link chat', date)
  if (channel !== undefined && channel.record.kind !== 'broadcast') throw badRequest('BROADCAST_ID_INVALID')
  const group = megagroup === undefined ? undefined : await allowInChannel(tx, userId, megagroup, 'link chat', date)
  if (group !== undefined && group.record.kind !== 'megagroup') throw badRequest('MEGAGROUP_ID_INVALID')
  if (channel !== undefined && group !== undefined) {
    const { record } = group
    if (record.linked === channel.record.id) throw badRequest('LINK_NOT_MODIFIED')
    // Another channel's group is not to be had without that channel.
    if (record.linked !== undefined || record.forum) throw badRequest('MEGAGROUP_ID_INVALID')
    if (record.preHistoryHidden) throw badRequest('MEGAGROUP_PREHISTORY_HIDDEN')
    await tx.channels.link(channel.record.id, record.id)
    return new Set([
      channel.record.id,
      record.id,
      ...(channel.record.linked === undefined ? [] : [channel.record.linked]),
    ])
  }
  const { record } = channel ?? group ?? {}
  if (record === undefined) throw badRequest('CHANNEL_INVALID')
  if (record.linked === undefined) throw badRequest('LINK_NOT_MODIFIED')
  await tx.channels.unlink(record.id)
  return new Set([record.id, record.linked])
}
