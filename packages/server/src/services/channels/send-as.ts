import type { api } from '@chappe/tl-codec/api'
import { sendAsPeers } from '../../chats/channels/send-as.ts'
import { allowInChannel, readable } from '../../chats/channels/standing.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { type ChannelId, isChannel, type UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { refusalOf } from '../../rules/rights.ts'
import { viewPeers } from '../../views/named-peers.ts'

/** As whom people write in supergroups: as themselves, as a channel of theirs, or as the group ("channels.getSendAs"). */
export function createSendAs({ store, clock, inputPeers, userViews }: ServicePorts): Methods {
  const { read } = store

  const channelOf = async (userId: UserId, input: api.InputPeer): Promise<ChannelId> => {
    const peer = await inputPeers.peer(userId, input)
    if (!isChannel(peer)) throw badRequest('PEER_ID_INVALID')
    return peer
  }

  return {
    'channels.getSendAs': userMethod(
      { rate: { burst: 300, secondsEach: 0.2 } },
      async ({ userId }, request): Promise<api.channels.sendAsPeers> => {
        const channel = await channelOf(userId, request.peer)
        const { record, member, standing } = await readable(read, userId, channel, unixSeconds(clock))
        const isWriter = refusalOf(standing, 'send') === undefined
        const isPaid = request.forPaidReactions === true || request.forLiveStories === true
        // There is nothing to pay, and no live story, so nobody does either as somebody else.
        const peers = isWriter && !isPaid ? await sendAsPeers(read, { record, userId, member }) : [userId]
        const named = await viewPeers(read, userViews, userId, peers)
        return {
          _: 'channels.sendAsPeers',
          peers: peers.map((peer) => ({ _: 'sendAsPeer', peer: toPeer(peer) })),
          ...named,
        }
      },
    ),

    'messages.saveDefaultSendAs': userMethod({ acts: ['send'] }, async ({ userId }, request) => {
      const channel = await channelOf(userId, request.peer)
      const sendAs = await inputPeers.peer(userId, request.sendAs)
      await store.transaction(async (tx) => {
        const { record, member } = await allowInChannel(tx, userId, channel, 'send', unixSeconds(clock))
        const peers = record.kind === 'broadcast' ? [] : await sendAsPeers(tx, { record, userId, member })
        if (!peers.includes(sendAs)) throw badRequest('SEND_AS_PEER_INVALID')
        const isDefault = peers[0] === sendAs
        await tx.sendAs.set(channel, userId, isDefault ? undefined : sendAs)
      })
      return true
    }),

    /** Who wrote a post that shows the channel alone, for those who lead it. */
    'channels.getMessageAuthor': userMethod({ rate: { burst: 200, secondsEach: 0.2 } }, async ({ userId }, request) => {
      const channel = await inputPeers.channel(userId, request.channel)
      await allowInChannel(read, userId, channel, 'see log', unixSeconds(clock))
      const stored = await read.messages.get(channel, request.id)
      if (stored === undefined) throw badRequest('MESSAGE_ID_INVALID')
      const { users } = await viewPeers(read, userViews, userId, [stored.from])
      const [author] = users
      if (author === undefined) throw badRequest('MESSAGE_ID_INVALID')
      return author
    }),
  }
}
