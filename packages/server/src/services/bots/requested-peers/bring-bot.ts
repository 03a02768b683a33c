import type { api } from '@chappe/tl-codec/api'
import { setChannelAdmin } from '../../../chats/channels/set-admin.ts'
import { setGroupAdmin } from '../../../chats/members/set-admin.ts'
import type { ServicePorts } from '../../../core-ports.ts'
import { type ChannelId, type ChatId, isGroup, type UserId } from '../../../ids.ts'
import { unixSeconds } from '../../../ports/clock.ts'
import type { UserContext } from '../../../rpc/handlers.ts'
import { badRequest } from '../../../rpc/rpc-error.ts'
import { adminRightsOf, basicAdminRights, viewAdminRights } from '../../../rules/chat-rights.ts'
import { bringIntoChannel, bringIntoGroup } from '../bring-bot.ts'
import { botHolds } from './fits.ts'

/**
 * The bot comes to be where it asked to be, and to hold what it asked for beside what it holds ("KeyboardButtonRequestChat": the bot is
 * granted the rights): by whoever chooses the chat, as far as that one may do it.
 */
export async function bringBot(
  ports: ServicePorts,
  context: UserContext,
  bot: UserId,
  peer: ChatId | ChannelId,
  type: api.RequestPeerType,
): Promise<void> {
  const { read } = ports.store
  const rights = 'botAdminRights' in type ? type.botAdminRights : undefined
  const isMember = type._ === 'requestPeerTypeChat' && type.botParticipant === true
  if (rights === undefined && !isMember) return
  if (rights !== undefined && (await botHolds(read, bot, peer, rights))) return
  if ((await read.users.get(bot))?.bot?.joinsGroups !== true) throw badRequest('BOT_GROUPS_BLOCKED')
  const { userId } = context
  const date = unixSeconds(ports.clock)
  if (!isGroup(peer)) {
    if (rights === undefined) return bringIntoChannel(ports, context, bot, peer)
    const wanted = adminRightsOf(rights)
    await ports.store.transaction((tx) =>
      setChannelAdmin(tx, ports, {
        ...{ userId, channel: peer, other: bot, rank: undefined, date },
        adminRights: (member) => viewAdminRights(member.adminRights | wanted),
      }),
    )
    return
  }
  if (rights !== undefined && (adminRightsOf(rights) & ~basicAdminRights) !== 0) throw badRequest('CHAT_ADMIN_REQUIRED')
  await bringIntoGroup(ports, context, bot, peer)
  if (rights === undefined) return
  await ports.store.transaction((tx) =>
    setGroupAdmin(tx, ports, { userId, chat: peer, other: bot, isAdmin: true, date }),
  )
}
