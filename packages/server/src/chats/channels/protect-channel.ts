import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { envelope } from '../../delivery/envelope.ts'
import type { ChannelId, UnixTime, UserId } from '../../ids.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { channelNumber } from '../../views/post-view.ts'
import { noteAdminEvent } from './admin-log.ts'
import { allowInChannel } from './standing.ts'
import { tellOfLooks } from './tell.ts'

interface Protecting {
  readonly userId: UserId
  readonly channel: ChannelId
  readonly enabled: boolean
  readonly date: UnixTime
  readonly session: SessionName
}

/** `messages.toggleNoForwards` of a channel: nothing is passed on from it any more, or everything is again. */
export async function protectChannel(ports: ServicePorts, protecting: Protecting): Promise<api.updates> {
  const { userId, channel, enabled, date, session } = protecting
  await ports.store.transaction(async (tx) => {
    const { record } = await allowInChannel(tx, userId, channel, 'protect', date)
    if (record.noforwards === enabled) throw badRequest('CHAT_NOT_MODIFIED')
    await tx.channels.setSwitches(channel, { noforwards: enabled })
    const action = { _: 'channelAdminLogEventActionToggleNoForwards', newValue: enabled } as const
    await noteAdminEvent(tx, channel, userId, action, date)
    tellOfLooks(tx, ports, channel, { date, except: session })
  })
  const update: api.updateChannel = { _: 'updateChannel', channelId: channelNumber(channel) }
  return envelope(ports.store.read, ports.userViews, userId, [update], { date, others: [channel] })
}
