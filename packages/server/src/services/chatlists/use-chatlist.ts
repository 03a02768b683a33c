import type { api } from '@chappe/tl-codec/api'
import { inputPeersOf, isSameLink, type OpenChatlist, openChatlist } from '../../chats/lists/chatlists.ts'
import { comeByChatlist } from '../../chats/lists/come-by-chatlist.ts'
import { folderOf, peersIn, putFolder } from '../../chats/lists/dialog-filters.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { envelope } from '../../delivery/envelope.ts'
import { isChannel, type PeerId, type UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { maxChatlists } from '../../rules/chatlists.ts'
import { firstFilterId, lastFilterId } from '../../rules/dialog-filter.ts'
import { maxDialogFilters, maxFilterPeers } from '../../rules/dialog-limits.ts'
import type { Reads, Transaction } from '../../store/store.ts'
import { channelNumber } from '../../views/post-view.ts'
import { countShared } from './export-chatlist.ts'
import { chosenOf, viewSharedChats } from './shown-chats.ts'

/** Whoever has a link has nothing but guesses before, and guessing is slow. */
const guessing = { burst: 50, secondsEach: 20, protects: 'accounts' } as const

/** Looking where a link to a folder leads, and getting the folder by it. */
export function createUseChatlist(ports: ServicePorts): Methods {
  const { store, clock, userViews } = ports
  const { read } = store
  return {
    'chatlists.checkChatlistInvite': userMethod({ rate: guessing }, async ({ userId }, { slug }) => {
      const open = await openChatlist(read, ports, userId, slug)
      const named = await viewSharedChats(read, ports, userId, open.chats)
      const mine = await ownFolder(read, ports, userId, open)
      if (mine === undefined) {
        const { title, titleNoanimate, emoticon } = open.folder
        const peers = open.chats.map(({ peer }) => toPeer(peer))
        return { _: 'chatlists.chatlistInvite', title, titleNoanimate, emoticon, peers, ...named }
      }
      const listed = (isThere: boolean): api.Peer[] =>
        open.chats.filter(({ peer }) => mine.peers.has(peer) === isThere).map(({ peer }) => toPeer(peer))
      return {
        ...{ _: 'chatlists.chatlistInviteAlready', filterId: mine.filter, missingPeers: listed(false) },
        ...{ alreadyPeers: listed(true), ...named },
      }
    }),

    'chatlists.joinChatlistInvite': userMethod(
      { acts: ['join'], rate: guessing },
      async ({ userId, caller }, { slug, peers }) => {
        const open = await openChatlist(read, ports, userId, slug)
        const chosen = chosenOf(ports, userId, peers, open.chats)
        const { link } = open
        if (chosen.length === 0) throw badRequest('FILTER_INCLUDE_EMPTY')
        const mine = await ownFolder(read, ports, userId, open)
        if (mine === undefined) await store.transaction((tx) => checkRoom(tx, userId))
        const { isIn, came } = await comeByChatlist(ports, userId, link.owner, chosen)
        // All of them ask to be let in first.
        if (isIn.length === 0) throw badRequest('INVITE_REQUEST_SENT')
        const date = unixSeconds(clock)
        const updates = await store.transaction((tx) =>
          addToFolder(tx, ports, { userId, date, except: caller.session }, open, { isIn, came }),
        )
        return envelope(read, userViews, userId, [...updates, ...updatesOf(came)], { date, others: isIn })
      },
    ),
  }
}

/** That channels are to be looked at anew. */
export function updatesOf(peers: readonly PeerId[]): api.Update[] {
  return peers.filter(isChannel).map((channel) => ({ _: 'updateChannel', channelId: channelNumber(channel) }))
}

/** The folder that somebody has by a link or has made it for, and which chats are in it. */
async function ownFolder(
  read: Pick<Reads, 'chatlists' | 'dialogFilters'>,
  ports: ServicePorts,
  userId: UserId,
  { link }: OpenChatlist,
): Promise<{ filter: number; peers: ReadonlySet<PeerId> } | undefined> {
  const joined = (await read.chatlists.joined(userId)).find(({ digest }) => isSameLink(digest, link.digest))
  const filter = link.owner === userId ? link.filter : joined?.filter
  const folder = filter === undefined ? undefined : await folderOf(read, userId, filter)
  return folder && { filter: folder.id, peers: new Set(peersIn(ports, userId, folder)) }
}

/** Throws `CHATLISTS_TOO_MUCH`, `FILTERS_TOO_MUCH`. */
async function checkRoom(tx: Transaction, userId: UserId): Promise<void> {
  if ((await countShared(tx, userId)) >= maxChatlists) throw badRequest('CHATLISTS_TOO_MUCH')
  if ((await tx.dialogFilters.list(userId)).length >= maxDialogFilters) throw badRequest('FILTERS_TOO_MUCH')
}

/** Within a unit: the folder of a link has these chats, and is made for it. Gives what the devices are told. */
export async function addToFolder(
  tx: Transaction,
  ports: ServicePorts,
  change: Parameters<typeof putFolder>[2],
  open: OpenChatlist,
  { isIn, came }: { readonly isIn: readonly PeerId[]; readonly came: readonly PeerId[] },
): Promise<api.Update[]> {
  const { userId } = change
  const { link } = open
  const before = (await tx.chatlists.joined(userId)).find(({ digest }) => isSameLink(digest, link.digest))
  const filter = link.owner === userId ? link.filter : before?.filter
  const folder = filter === undefined ? undefined : await folderOf(tx, userId, filter)
  const known = new Set(folder === undefined ? [] : peersIn(ports, userId, folder))
  const added = isIn.filter((peer) => !known.has(peer))
  if (folder === undefined) await checkRoom(tx, userId)
  const id = folder?.id ?? (await freeNumber(tx, userId))
  if (link.owner !== userId) {
    const [all, hidden] = [new Set([...(before?.came ?? []), ...came]), before?.hidden ?? []]
    await tx.chatlists.putJoined({ owner: userId, filter: id, digest: link.digest, came: [...all], hidden })
  }
  const { title, titleNoanimate, emoticon } = open.folder
  const own = folder ?? {
    ...{ _: 'dialogFilterChatlist', id, title, titleNoanimate, emoticon, pinnedPeers: [], includePeers: [] },
  }
  const includePeers = [...own.includePeers, ...inputPeersOf(ports, userId, added)].slice(0, maxFilterPeers)
  return putFolder(tx, ports, change, { ...own, includePeers })
}

/** The lowest number that none of somebody's folders has. There are fewer folders than numbers. */
async function freeNumber(tx: Transaction, userId: UserId): Promise<number> {
  const taken = new Set((await tx.dialogFilters.list(userId)).map(({ id }) => id))
  for (let id = firstFilterId; id <= lastFilterId; id++) if (!taken.has(id)) return id
  throw badRequest('FILTERS_TOO_MUCH')
}
