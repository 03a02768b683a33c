import type { api } from '@chappe/tl-codec/api'
import { chatlistFolder, joinedBy, type OpenChatlist, openByDigest } from '../../chats/lists/chatlists.ts'
import { comeByChatlist } from '../../chats/lists/come-by-chatlist.ts'
import { peersIn } from '../../chats/lists/dialog-filters.ts'
import type { SharedChat } from '../../chats/lists/shared-chats.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { envelope } from '../../delivery/envelope.ts'
import type { PeerId, UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { slugExpired } from '../../rules/chatlists.ts'
import type { JoinedChatlist } from '../../store/domain/lists/chatlists.ts'
import { chosenOf, viewSharedChats } from './shown-chats.ts'
import { addToFolder, updatesOf } from './use-chatlist.ts'

/** What has come to a folder since one got it by a link. */
interface Missing {
  readonly joined: JoinedChatlist
  readonly open: OpenChatlist
  readonly chats: readonly SharedChat[]
}

/** Chats that were added to a link after somebody got the folder by it. */
export function createChatlistUpdates(ports: ServicePorts): Methods {
  const { store, clock, userViews } = ports
  const { read } = store

  /** Undefined for a folder that one has by no link, or by one that is no more. */
  const missingIn = async (userId: UserId, chatlist: api.InputChatlist): Promise<Missing | undefined> => {
    const folder = await chatlistFolder(read, userId, chatlist)
    const joined = await joinedBy(read, userId, folder.id)
    const open = joined && (await openByDigest(read, ports, userId, joined.digest))
    if (joined === undefined || open === undefined) return undefined
    const there = new Set<PeerId>(peersIn(ports, userId, folder))
    return { joined, open, chats: open.chats.filter(({ peer }) => !there.has(peer)) }
  }

  return {
    async 'chatlists.getChatlistUpdates'({ userId }, { chatlist }) {
      const missing = await missingIn(userId, chatlist)
      const hidden = new Set(missing?.joined.hidden)
      const chats = (missing?.chats ?? []).filter(({ peer }) => !hidden.has(peer))
      const missingPeers = chats.map(({ peer }) => toPeer(peer))
      return { _: 'chatlists.chatlistUpdates', missingPeers, ...(await viewSharedChats(read, ports, userId, chats)) }
    },

    'chatlists.joinChatlistUpdates': userMethod({ acts: ['join'] }, async ({ userId, caller }, { chatlist, peers }) => {
      const missing = await missingIn(userId, chatlist)
      if (missing === undefined) throw slugExpired()
      const { open, chats } = missing
      const chosen = chosenOf(ports, userId, peers, chats)
      if (chosen.length === 0) throw badRequest('FILTER_INCLUDE_EMPTY')
      const { isIn, came } = await comeByChatlist(ports, userId, open.link.owner, chosen)
      const date = unixSeconds(clock)
      const change = { userId, date, except: caller.session }
      const updates = await store.transaction((tx) => addToFolder(tx, ports, change, open, { isIn, came }))
      return envelope(read, userViews, userId, [...updates, ...updatesOf(came)], { date, others: isIn })
    }),

    async 'chatlists.hideChatlistUpdates'({ userId }, { chatlist }) {
      const missing = await missingIn(userId, chatlist)
      if (missing === undefined) return true
      const peers = missing.chats.map(({ peer }) => peer)
      await store.transaction(async (tx) => {
        const joined = await joinedBy(tx, userId, chatlist.filterId)
        // Those that are in the link no more are forgotten with it.
        if (joined !== undefined) await tx.chatlists.putJoined({ ...joined, hidden: peers })
      })
      return true
    },
  }
}
