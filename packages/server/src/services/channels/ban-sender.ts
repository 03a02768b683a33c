import type { api } from '@chappe/tl-codec/api'
import { noteAdminEvent } from '../../chats/channels/admin-log.ts'
import { answerPosts } from '../../chats/channels/answer-posts.ts'
import { allowInChannel } from '../../chats/channels/standing.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId, UnixTime, UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { bannedRightsOf, isTaken, noneBanned } from '../../rules/chat-rights.ts'
import { viewSenderBan } from '../../views/participant-view.ts'
import { channelNumber } from '../../views/post-view.ts'

/** So many channels are banned in one chat. */
const maxBanned = 1_000

interface Banning {
  readonly userId: UserId
  readonly channel: ChannelId
  readonly sender: ChannelId
  readonly bannedRights: api.ChatBannedRights
}

/**
 * An admin bans a channel ("channels.editBanned", "banChatSenderChat"): until that is lifted, its owner writes there as none of the
 * own channels. There is nothing else to take from one.
 */
export async function banSender(
  ports: ServicePorts,
  { userId, channel, sender, bannedRights }: Banning,
  date: UnixTime,
): Promise<api.Updates> {
  const taken = bannedRightsOf(bannedRights)
  const banned = isTaken(taken, 'viewMessages')
  if (!banned && taken !== noneBanned) throw badRequest('BANNED_RIGHTS_INVALID')
  await ports.store.transaction(async (tx) => {
    const { record } = await allowInChannel(tx, userId, channel, 'remove', date)
    const other = await tx.channels.get(sender)
    // The chat itself speaks for its admins, and the channel that it discusses is posted there.
    if (other?.kind !== 'broadcast' || sender === channel || sender === record.linked) {
      throw badRequest('PARTICIPANT_ID_INVALID')
    }
    const before = await tx.sendAs.ban(channel, sender)
    if ((before !== undefined) === banned) return
    if (banned && (await tx.sendAs.countBanned(channel)) >= maxBanned) throw badRequest('LIMIT_INVALID')
    const ban = before ?? { sender, by: userId, date }
    if (banned) await tx.sendAs.putBan(channel, ban)
    else await tx.sendAs.removeBan(channel, sender)
    const without: api.channelParticipantLeft = { _: 'channelParticipantLeft', peer: toPeer(sender) }
    const kept = viewSenderBan(ban)
    const [prevParticipant, newParticipant] = banned ? [without, kept] : [kept, without]
    const event = { _: 'channelAdminLogEventActionParticipantToggleBan', prevParticipant, newParticipant } as const
    await noteAdminEvent(tx, channel, userId, event, date)
  })
  const update: api.updateChannel = { _: 'updateChannel', channelId: channelNumber(channel) }
  return answerPosts(ports, userId, { channel, date, sent: [], before: [update] })
}
