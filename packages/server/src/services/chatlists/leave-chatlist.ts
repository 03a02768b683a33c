import { leaveChannel } from '../../chats/channels/leave.ts'
import { chatlistFolder, joinedBy } from '../../chats/lists/chatlists.ts'
import { peersIn, removeFolder } from '../../chats/lists/dialog-filters.ts'
import { leaveGroup } from '../../chats/members/leave-group.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { envelope } from '../../delivery/envelope.ts'
import { isChannel, isUser, type PeerId, type UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest, RpcError } from '../../rpc/rpc-error.ts'
import { Refusal } from '../../rules/refusal.ts'
import { updatesOf } from './use-chatlist.ts'

/** Doing away with a folder that one has by a link, and going from chats that are in it. */
export function createLeaveChatlist(ports: ServicePorts): Methods {
  const { store, clock, userViews, inputPeers } = ports
  const { read } = store

  /** In a unit of its own. False for who may not go from there, as nobody goes who has created it, or is not there. */
  const leave = async (userId: UserId, peer: PeerId): Promise<boolean> => {
    const date = unixSeconds(clock)
    try {
      await store.transaction(async (tx) => {
        if (isChannel(peer)) await leaveChannel(tx, ports, { userId, channel: peer, date, session: undefined })
        else if (!isUser(peer))
          await leaveGroup(tx, ports, { chat: peer, by: userId, date, session: undefined }, userId)
      })
      return true
    } catch (error) {
      if (error instanceof RpcError || error instanceof Refusal) return false
      throw error
    }
  }

  return {
    async 'chatlists.getLeaveChatlistSuggestions'({ userId }, { chatlist }) {
      const folder = await chatlistFolder(read, userId, chatlist)
      const came = new Set((await joinedBy(read, userId, folder.id))?.came)
      return peersIn(ports, userId, folder)
        .filter((peer) => came.has(peer))
        .map(toPeer)
    },

    'chatlists.leaveChatlist': userMethod({ acts: ['leave'] }, async ({ userId, caller }, { chatlist, peers }) => {
      const folder = await chatlistFolder(read, userId, chatlist)
      const there = new Set(peersIn(ports, userId, folder))
      const named = new Set<PeerId>()
      for (const input of peers) {
        const peer = inputPeers.atOffset(userId, input)
        if (peer === undefined || !there.has(peer)) throw badRequest('PEER_ID_INVALID')
        named.add(peer)
      }
      const left: PeerId[] = []
      for (const peer of named) if (await leave(userId, peer)) left.push(peer)
      const date = unixSeconds(clock)
      const change = { userId, date, except: caller.session }
      const updates = await store.transaction((tx) => removeFolder(tx, ports, change, folder.id))
      return envelope(read, userViews, userId, [...updates, ...updatesOf(left)], { date, others: left })
    }),
  }
}
