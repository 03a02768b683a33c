import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import { recordUnnumbered } from '../../changes/record-change.ts'
import { tellBotCounted } from '../../changes/tell-bot.ts'
import { allowIn } from '../../chats/rights.ts'
import { endBetween } from '../../chats/secret/end-secret-chat.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { isUser, type PeerId, type UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { BlockList } from '../../store/domain/people/blocks.ts'
import type { Reads, Transaction } from '../../store/store.ts'
import { viewNamed } from '../../views/named-peers.ts'

const maxPage = 100
const maxSet = 1000

/** The list of people who are blocked, and the separate list of those who are shown no stories. */
export function createBlocks(ports: ServicePorts): Methods {
  const { store, clock, inputPeers, userViews } = ports

  const change = async (
    tx: Transaction,
    owner: UserId,
    list: BlockList,
    peer: PeerId,
    block: boolean,
    except: SessionName,
  ): Promise<void> => {
    const date = unixSeconds(clock)
    const changed = block ? await tx.blocks.put(owner, list, { peer, date }) : await tx.blocks.remove(owner, list, peer)
    if (!changed) return
    if (block && list === 'all' && isUser(peer)) await endBetween(tx, ports, owner, peer)
    const update = await blockUpdate(tx, owner, peer)
    await recordUnnumbered(tx, ports, { userId: owner, key: `block ${peer}`, update, date, except })
    const isBot = list === 'all' && isUser(peer) && (await tx.users.get(peer))?.bot !== undefined
    if (!isBot) return
    await tellBotCounted(tx, ports, [peer], {
      ...{ _: 'updateBotStopped', userId: BigInt(owner), date, stopped: block },
    })
  }

  const target = async (owner: UserId, input: api.InputPeer): Promise<UserId> => {
    const peer = await inputPeers.person(owner, input)
    await allowIn(store.read, owner, peer, 'block')
    return peer
  }

  return {
    'contacts.block': userMethod({ acts: ['block'] }, async ({ userId, caller }, request) => {
      const peer = await target(userId, request.id)
      await store.transaction((tx) => change(tx, userId, listOf(request), peer, true, caller.session))
      return true
    }),
    'contacts.unblock': userMethod({ acts: ['block'] }, async ({ userId, caller }, request) => {
      const peer = await target(userId, request.id)
      await store.transaction((tx) => change(tx, userId, listOf(request), peer, false, caller.session))
      return true
    }),

    async 'contacts.getBlocked'({ userId }, request) {
      if (request.offset < 0 || request.limit < 0) throw badRequest('OFFSET_INVALID')
      const list = listOf(request)
      const limit = Math.min(maxPage, request.limit || maxPage)
      const [page, count] = await Promise.all([
        store.read.blocks.page(userId, list, request.offset, limit),
        store.read.blocks.count(userId, list),
      ])
      const blocked = page.map(({ peer, date }): api.peerBlocked => ({ _: 'peerBlocked', peerId: toPeer(peer), date }))
      const content = { blocked, ...(await viewNamed(store.read, userViews, userId, blocked)) }
      return count > page.length
        ? { _: 'contacts.blockedSlice', count, ...content }
        : { _: 'contacts.blocked', ...content }
    },

    'contacts.setBlocked': userMethod({ acts: ['block'] }, async ({ userId, caller }, request) => {
      if (request.id.length > maxSet) throw badRequest('LIMIT_INVALID')
      const list = listOf(request)
      const wanted = new Set<PeerId>(await Promise.all(request.id.map((input) => target(userId, input))))
      await store.transaction(async (tx) => {
        const before = await tx.blocks.page(userId, list, 0, Math.min(maxSet, Math.max(request.limit, wanted.size)))
        for (const { peer } of before) {
          if (!wanted.has(peer)) await change(tx, userId, list, peer, false, caller.session)
        }
        for (const peer of wanted) await change(tx, userId, list, peer, true, caller.session)
      })
      return true
    }),
  }
}

function listOf(request: { readonly myStoriesFrom?: boolean | undefined }): BlockList {
  return request.myStoriesFrom ? 'stories' : 'all'
}

async function blockUpdate(read: Pick<Reads, 'blocks'>, owner: UserId, peer: PeerId): Promise<api.updatePeerBlocked> {
  const all = await read.blocks.has(owner, 'all', peer)
  const stories = all || (await read.blocks.has(owner, 'stories', peer))
  return {
    _: 'updatePeerBlocked',
    blocked: all || undefined,
    blockedMyStoriesFrom: stories || undefined,
    peerId: toPeer(peer),
  }
}
