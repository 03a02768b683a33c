import { type api, encode } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import { announce } from '../../changes/announce.ts'
import { recordUnnumbered } from '../../changes/record-change.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId, UnixTime, UserId } from '../../ids.ts'
import type { ChannelMember } from '../../store/domain/channels/channel-members.ts'
import type { Transaction } from '../../store/store.ts'
import { channelNumber } from '../../views/post-view.ts'
import { tellBotsOfMember } from '../members/tell-bots.ts'

interface Telling {
  readonly date: UnixTime
  /** The session that has the answer. */
  readonly except: SessionName | undefined
}

/** Within a unit: has everybody who is in a channel and connected told of what its log has above `from` and up to `to`. */
export function tellMembers(
  tx: Transaction,
  ports: ServicePorts,
  channel: ChannelId,
  { from, to, date, except }: Telling & { readonly from: number; readonly to: number },
): void {
  announce(tx, ports, { type: 'channel', box: channel, from, to, date, except })
}

type ChannelEvent = Extract<
  api.Update,
  { readonly _: 'updateEditChannelMessage' | 'updateDeleteChannelMessages' | 'updatePinnedChannelMessages' }
>

/** Within a unit: writes down a change of a channel that is no new message, and has its members told. */
export async function recordInChannel(
  tx: Transaction,
  ports: ServicePorts,
  channel: ChannelId,
  update: ChannelEvent,
  { date, except }: Telling,
): Promise<void> {
  const { pts, ptsCount } = update
  await tx.boxes.addEvent(channel, { pts, ptsCount, date, update: encode(update) })
  await tx.channels.noteChange(channel, date)
  tellMembers(tx, ports, channel, { from: pts - ptsCount, to: pts, date, except })
}

/**
 * Within a unit: has all devices of one person look at a channel anew (`updateChannel`), also those that are away. After all
 * that the unit does in the channel's own box.
 */
export async function tellOfChannel(
  tx: Transaction,
  ports: ServicePorts,
  userId: UserId,
  channel: ChannelId,
  { date, except }: Telling,
): Promise<void> {
  const update: api.updateChannel = { _: 'updateChannel', channelId: channelNumber(channel) }
  await recordUnnumbered(tx, ports, { userId, key: `channel ${channel}`, update, date, except })
}

/** Within a unit: puts a member's row in the place of the one before; whoever is connected hears of the channel or not. */
export async function putMember(
  tx: Transaction,
  ports: ServicePorts,
  member: Omit<ChannelMember, 'titleThen'>,
): Promise<void> {
  const { channel, userId, present } = member
  const before = await tx.channelMembers.get(channel, userId)
  await tx.channelMembers.put(member)
  await tellBotsOfMember(tx, ports, before, member)
  if (!present) await tx.postMarks.forgetUnread(userId, channel)
  announce(tx, ports, { type: 'membership', channel, userId, present })
}

/** Within a unit: has everybody who is in a channel and connected told of something that is over when it is heard. */
export function tellHere(
  tx: Transaction,
  ports: ServicePorts,
  channel: ChannelId,
  update: api.Update,
  { date, except, by }: Telling & { readonly by?: UserId },
): void {
  announce(tx, ports, { type: 'channelTold', box: channel, update, date, except, by })
}

/** Within a unit: has everybody who is in a channel and connected look at it anew. A hint alone: others see it when they ask. */
export function tellOfLooks(tx: Transaction, ports: ServicePorts, channel: ChannelId, { date, except }: Telling): void {
  announce(tx, ports, { type: 'channelChanged', box: channel, date, except })
}
