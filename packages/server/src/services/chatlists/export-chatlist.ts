import { Buffer } from 'node:buffer'
import type { api } from '@chappe/tl-codec/api'
import { chatlistFolder, digestOfSlug, isSameLink, viewChatlistLink } from '../../chats/lists/chatlists.ts'
import { type Folder, folderOf, peersIn, putFolder } from '../../chats/lists/dialog-filters.ts'
import { sharedChats } from '../../chats/lists/shared-chats.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { PeerId, UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { Methods } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import {
  maxChatlistLinks,
  maxChatlists,
  parseLinkName,
  parseSlug,
  slugBytes,
  slugExpired,
} from '../../rules/chatlists.ts'
import { takesInKinds } from '../../rules/dialog-filter.ts'
import type { ChatlistLink } from '../../store/domain/lists/chatlists.ts'
import type { Transaction } from '../../store/store.ts'
import { viewPeers } from '../../views/named-peers.ts'

/** Links to a folder of one's own, by which others get it and come into the chats that are in it. */
export function createExportChatlist(ports: ServicePorts): Methods {
  const { store, clock, userViews, random } = ports

  /** The chats that a link is to lead to: those of the folder, to which its owner may invite. */
  const chosen = async (
    tx: Transaction,
    userId: UserId,
    folder: Folder,
    inputs: readonly api.InputPeer[],
  ): Promise<PeerId[]> => {
    if (inputs.length === 0) throw badRequest('PEERS_LIST_EMPTY')
    const inFolder = new Set(peersIn(ports, userId, folder))
    const peers = new Set<PeerId>()
    for (const input of inputs) {
      const peer = ports.inputPeers.atOffset(userId, input)
      if (peer === undefined || !inFolder.has(peer)) throw badRequest('PEER_ID_INVALID')
      peers.add(peer)
    }
    const shared = await sharedChats(tx, ports, { owner: userId, userId, peers: [...peers] })
    if (shared.length < peers.size) throw badRequest('CHAT_ADMIN_REQUIRED')
    return [...peers]
  }

  const linkOf = async (tx: Transaction, userId: UserId, filter: number, slug: string): Promise<ChatlistLink> => {
    const link = await tx.chatlists.link(digestOfSlug(ports, parseSlug(slug)))
    if (link === undefined || link.owner !== userId || link.filter !== filter) throw slugExpired()
    return link
  }

  return {
    async 'chatlists.exportChatlistInvite'({ userId, caller }, { chatlist, title, peers }) {
      const date = unixSeconds(clock)
      const slug = Buffer.from(random(slugBytes)).toString('base64url')
      const digest = digestOfSlug(ports, slug)
      return store.transaction(async (tx) => {
        const folder = await folderOf(tx, userId, chatlist.filterId)
        if (folder === undefined) throw badRequest('FILTER_ID_INVALID')
        const shared = await asShared(tx, userId, folder)
        const links = await tx.chatlists.linksOf(userId, folder.id)
        if (links.length >= maxChatlistLinks) throw badRequest('INVITES_TOO_MUCH')
        const chats = await chosen(tx, userId, folder, peers)
        const link = { digest, slug, owner: userId, filter: folder.id, title: parseLinkName(title), date, peers: chats }
        await tx.chatlists.putLink(link)
        const filter = { ...shared, hasMyInvites: true } as const
        await putFolder(tx, ports, { userId, date, except: caller.session }, filter)
        return { _: 'chatlists.exportedChatlistInvite', filter, invite: viewChatlistLink(link) }
      })
    },

    async 'chatlists.editExportedInvite'({ userId }, { chatlist, slug, title, peers }) {
      return store.transaction(async (tx) => {
        const folder = await chatlistFolder(tx, userId, chatlist)
        const link = await linkOf(tx, userId, folder.id, slug)
        const edited = {
          ...link,
          title: title === undefined ? link.title : parseLinkName(title),
          peers: peers === undefined ? link.peers : await chosen(tx, userId, folder, peers),
        }
        await tx.chatlists.putLink(edited)
        return viewChatlistLink(edited)
      })
    },

    async 'chatlists.deleteExportedInvite'({ userId, caller }, { chatlist, slug }) {
      const change = { userId, date: unixSeconds(clock), except: caller.session }
      await store.transaction(async (tx) => {
        const folder = await chatlistFolder(tx, userId, chatlist)
        const link = await linkOf(tx, userId, folder.id, slug)
        await tx.chatlists.removeLink(link.digest)
        const left = (await tx.chatlists.linksOf(userId, folder.id)).some(
          ({ digest }) => !isSameLink(digest, link.digest),
        )
        if (!left) await putFolder(tx, ports, change, folder)
      })
      return true
    },

    async 'chatlists.getExportedInvites'({ userId }, { chatlist }) {
      const { read } = store
      const folder = await chatlistFolder(read, userId, chatlist)
      const links = await read.chatlists.linksOf(userId, folder.id)
      const named = new Set(links.flatMap(({ peers }) => peers))
      return {
        _: 'chatlists.exportedInvites',
        invites: links.map(viewChatlistLink),
        ...(await viewPeers(read, userViews, userId, named)),
      }
    },
  }
}

/**
 * A folder as one that is shared. Only one that names its chats can be. Throws `FILTER_NOT_SUPPORTED`, and
 * `CHATLISTS_TOO_MUCH` for who shares or has too many.
 */
async function asShared(tx: Transaction, userId: UserId, folder: Folder): Promise<api.dialogFilterChatlist> {
  if (folder._ === 'dialogFilterChatlist') return folder
  const { excludePeers, excludeMuted, excludeRead, excludeArchived } = folder
  const leavesOut = excludeMuted === true || excludeRead === true || excludeArchived === true || excludePeers.length > 0
  if (takesInKinds(folder) || leavesOut) throw badRequest('FILTER_NOT_SUPPORTED')
  if ((await countShared(tx, userId)) >= maxChatlists) throw badRequest('CHATLISTS_TOO_MUCH')
  const { id, title, titleNoanimate, emoticon, color, pinnedPeers, includePeers } = folder
  return { _: 'dialogFilterChatlist', id, title, titleNoanimate, emoticon, color, pinnedPeers, includePeers }
}

/** How many folders somebody shares or has by links. */
export async function countShared(tx: Transaction, userId: UserId): Promise<number> {
  const stored = await tx.dialogFilters.list(userId)
  const folders = await Promise.all(stored.map(({ id }) => folderOf(tx, userId, id)))
  return folders.filter((folder) => folder?._ === 'dialogFilterChatlist').length
}
