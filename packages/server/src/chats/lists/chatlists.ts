import { createHmac } from 'node:crypto'
import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { PeerId, UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { chatlistLinkOf, parseSlug, slugExpired } from '../../rules/chatlists.ts'
import type { ChatlistLink, JoinedChatlist } from '../../store/domain/lists/chatlists.ts'
import type { Reads } from '../../store/store.ts'
import type { DoorReads } from '../members/door.ts'
import { folderOf, peersIn } from './dialog-filters.ts'
import { type SharedChat, sharedChats } from './shared-chats.ts'

const digestBytes = 16

export type ChatlistReads = DoorReads & Pick<Reads, 'chatlists' | 'dialogFilters'>

/** By what a link to a folder is looked up. */
export function digestOfSlug({ secret }: Pick<ServicePorts, 'secret'>, slug: string): Uint8Array {
  const digest = createHmac('sha256', secret).update(`chatlist link ${slug}`).digest()
  return new Uint8Array(digest.subarray(0, digestBytes))
}

/** A link to a folder as it is now, for somebody who has it. */
export interface OpenChatlist {
  readonly link: ChatlistLink
  /** The folder as its owner has it. */
  readonly folder: api.dialogFilterChatlist
  /** Where it leads this one. */
  readonly chats: readonly SharedChat[]
}

/** Where a link leads somebody. Throws `INVITE_SLUG_EXPIRED` for one that is no more or leads nowhere. */
export async function openChatlist(
  read: ChatlistReads,
  ports: ServicePorts,
  userId: UserId,
  slug: string,
): Promise<OpenChatlist> {
  const found = await openByDigest(read, ports, userId, digestOfSlug(ports, parseSlug(slug)))
  if (found === undefined || found.chats.length === 0) throw slugExpired()
  return found
}

/** As `openChatlist`, undefined for a link that is no more. */
export async function openByDigest(
  read: ChatlistReads,
  ports: ServicePorts,
  userId: UserId,
  digest: Uint8Array,
): Promise<OpenChatlist | undefined> {
  const link = await read.chatlists.link(digest)
  if (link === undefined) return undefined
  const folder = await folderOf(read, link.owner, link.filter)
  if (folder?._ !== 'dialogFilterChatlist') return undefined
  const inFolder = new Set(peersIn(ports, link.owner, folder))
  const peers = link.peers.filter((peer) => inFolder.has(peer))
  return { link, folder, chats: await sharedChats(read, ports, { owner: link.owner, userId, peers }) }
}

/** A folder that somebody shares or has by a link. Throws `FILTER_ID_INVALID`, `FILTER_NOT_SUPPORTED`. */
export async function chatlistFolder(
  read: Pick<Reads, 'dialogFilters'>,
  userId: UserId,
  { filterId }: api.InputChatlist,
): Promise<api.dialogFilterChatlist> {
  const folder = await folderOf(read, userId, filterId)
  if (folder === undefined) throw badRequest('FILTER_ID_INVALID')
  if (folder._ !== 'dialogFilterChatlist') throw badRequest('FILTER_NOT_SUPPORTED')
  return folder
}

/** By which link somebody has a folder, if by one. */
export async function joinedBy(
  read: Pick<Reads, 'chatlists'>,
  userId: UserId,
  filter: number,
): Promise<JoinedChatlist | undefined> {
  return (await read.chatlists.joined(userId)).find((joined) => joined.filter === filter)
}

/** Whether two digests are those of the same link. */
export function isSameLink(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}

/** A link as its owner sees it. */
export function viewChatlistLink({ slug, title, peers }: ChatlistLink): api.exportedChatlistInvite {
  return { _: 'exportedChatlistInvite', title, url: chatlistLinkOf(slug), peers: peers.map(toPeer) }
}

/** As a client names chats in its folders. */
export function inputPeersOf(
  { accessHashes }: Pick<ServicePorts, 'accessHashes'>,
  viewer: UserId,
  peers: readonly PeerId[],
): api.InputPeer[] {
  return peers.map((peer) => toInputPeer(toPeer(peer), accessHashes.of(viewer, peer)))
}

function toInputPeer(peer: api.Peer, accessHash: bigint): api.InputPeer {
  switch (peer._) {
    case 'peerUser':
      return { _: 'inputPeerUser', userId: peer.userId, accessHash }
    case 'peerChat':
      return { _: 'inputPeerChat', chatId: peer.chatId }
    case 'peerChannel':
      return { _: 'inputPeerChannel', channelId: peer.channelId, accessHash }
  }
}
