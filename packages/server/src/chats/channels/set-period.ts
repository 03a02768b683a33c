import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId, UnixTime, UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { noteAdminEvent } from './admin-log.ts'
import { answerPosts } from './answer-posts.ts'
import { postNote } from './post.ts'
import { allowInChannel } from './standing.ts'
import { tellHere } from './tell.ts'

interface Setting {
  readonly userId: UserId
  readonly channel: ChannelId
  readonly date: UnixTime
  readonly session: SessionName
}

/**
 * `messages.setHistoryTTL` in a channel ("Auto-delete messages"): what is said from now on deletes itself. Who is away learns of
 * it by what is said in the channel about it.
 */
export async function setChannelPeriod(ports: ServicePorts, setting: Setting, period: number): Promise<api.updates> {
  const { userId, channel, date, session } = setting
  const ttlPeriod = period === 0 ? undefined : period
  const update: api.updatePeerHistoryTTL = { _: 'updatePeerHistoryTTL', peer: toPeer(channel), ttlPeriod }
  const sent = await ports.store.transaction(async (tx) => {
    const { record } = await allowInChannel(tx, userId, channel, 'set timer', date)
    if (record.ttlPeriod === period) throw badRequest('CHAT_NOT_MODIFIED')
    await tx.channels.setTtlPeriod(channel, period)
    const change = { prevValue: record.ttlPeriod, newValue: period }
    await noteAdminEvent(tx, channel, userId, { _: 'channelAdminLogEventActionChangeHistoryTTL', ...change }, date)
    const posting = { record: { ...record, ttlPeriod: period }, from: userId, date, session }
    const said = await postNote(tx, ports, posting, { _: 'messageActionSetMessagesTTL', period })
    tellHere(tx, ports, channel, update, { date, except: session })
    return said
  })
  return answerPosts(ports, userId, { channel, date, sent, before: [update] })
}
