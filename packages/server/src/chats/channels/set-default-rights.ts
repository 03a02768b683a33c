import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId, UnixTime, UserId } from '../../ids.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { type BannedRights, parseDefaultBanned, viewBannedRights } from '../../rules/chat-rights.ts'
import { channelNumber } from '../../views/post-view.ts'
import { noteAdminEvent } from './admin-log.ts'
import { answerPosts } from './answer-posts.ts'
import { allowInChannel } from './standing.ts'
import { tellOfLooks } from './tell.ts'

interface Setting {
  readonly userId: UserId
  readonly channel: ChannelId
  readonly date: UnixTime
  readonly session: SessionName
  /** Of the client, which may not know all flags. */
  readonly layer: number
}

/** `messages.editChatDefaultBannedRights` of a supergroup: members see it when they look at the group anew. */
export async function setDefaultRights(
  ports: ServicePorts,
  { userId, channel, date, session, layer }: Setting,
  given: api.ChatBannedRights,
): Promise<api.updates> {
  await ports.store.transaction(async (tx) => {
    const { record } = await allowInChannel(tx, userId, channel, 'set default rights', date)
    const rights: BannedRights = parseDefaultBanned(given, layer, record.defaultBannedRights)
    if (rights === record.defaultBannedRights) throw badRequest('CHAT_NOT_MODIFIED')
    await tx.channels.setDefaultBannedRights(channel, rights)
    const action: api.channelAdminLogEventActionDefaultBannedRights = {
      _: 'channelAdminLogEventActionDefaultBannedRights',
      prevBannedRights: viewBannedRights(record.defaultBannedRights),
      newBannedRights: viewBannedRights(rights),
    }
    await noteAdminEvent(tx, channel, userId, action, date)
    tellOfLooks(tx, ports, channel, { date, except: session })
  })
  const update: api.updateChannel = { _: 'updateChannel', channelId: channelNumber(channel) }
  return answerPosts(ports, userId, { channel, date, before: [update] })
}
