import type { api } from '@chappe/tl-codec/api'
import { enterChannel } from '../../chats/channels/enter.ts'
import { allowBots } from '../../chats/channels/limits.ts'
import { allowInChannel } from '../../chats/channels/standing.ts'
import { joinGroup } from '../../chats/members/join-group.ts'
import { allowIn } from '../../chats/rights.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId, ChatId, UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { UserContext } from '../../rpc/handlers.ts'

/** A bot comes into a group by somebody who may bring others, unless it is there. */
export async function bringIntoGroup(
  ports: ServicePorts,
  { userId, caller }: UserContext,
  bot: UserId,
  chat: ChatId,
): Promise<void> {
  const date = unixSeconds(ports.clock)
  await ports.store.transaction(async (tx) => {
    if ((await tx.groups.member(chat, bot))?.standing === 'in') return
    await allowIn(tx, userId, chat, 'invite')
    const action: api.MessageAction = { _: 'messageActionChatAddUser', users: [BigInt(bot)] }
    const act = { chat, by: userId, date, session: caller.session }
    await joinGroup(tx, ports, act, { userId: bot, inviter: userId, action })
  })
}

/** The same of a channel or supergroup. */
export async function bringIntoChannel(
  ports: ServicePorts,
  { userId, caller }: UserContext,
  bot: UserId,
  channel: ChannelId,
): Promise<void> {
  const date = unixSeconds(ports.clock)
  await ports.store.transaction(async (tx) => {
    const { record } = await allowInChannel(tx, userId, channel, 'invite', date)
    if ((await tx.channelMembers.get(channel, bot))?.present === true) return
    await allowBots(tx, record, [bot])
    const action: api.MessageAction = { _: 'messageActionChatAddUser', users: [BigInt(bot)] }
    const entering = { record, users: [bot], inviter: userId, action, from: userId, by: userId }
    await enterChannel(tx, ports, { ...entering, date, session: caller.session })
  })
}
