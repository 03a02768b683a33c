import type { api } from '@chappe/tl-codec/api'
import type { SharedChat } from '../../chats/lists/shared-chats.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { PeerId, UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { Reads } from '../../store/store.ts'
import { type NamedPeers, viewPeers, withChats } from '../../views/named-peers.ts'
import { viewSharedChannel, viewSharedGroup } from '../../views/shared-chat-view.ts'

/** The chats of a link beside what names them: in full for who is in them, and else as far as the link shows them. */
export async function viewSharedChats(
  read: Reads,
  { userViews, accessHashes, clock }: ServicePorts,
  viewer: UserId,
  chats: readonly SharedChat[],
): Promise<NamedPeers> {
  const own = chats.filter(({ isIn }) => isIn).map(({ peer }) => peer)
  const others = chats.filter(({ isIn }) => !isIn)
  const shown = others.map(({ peer, target }) =>
    target.kind === 'group'
      ? viewSharedGroup(target.record, unixSeconds(clock))
      : viewSharedChannel(target.record, accessHashes.of(viewer, peer)),
  )
  return withChats(await viewPeers(read, userViews, viewer, own), shown)
}

/** Those of a link's chats that a client has chosen, each once. Throws `PEER_ID_INVALID` for what the link does not lead to. */
export function chosenOf(
  { inputPeers }: ServicePorts,
  userId: UserId,
  inputs: readonly api.InputPeer[],
  chats: readonly SharedChat[],
): SharedChat[] {
  const byPeer = new Map<PeerId, SharedChat>(chats.map((chat) => [chat.peer, chat]))
  const chosen = new Set<SharedChat>()
  for (const input of inputs) {
    // The link that the person has shows that he or she may name it.
    const peer = inputPeers.atOffset(userId, input)
    const chat = peer === undefined ? undefined : byPeer.get(peer)
    if (chat === undefined) throw badRequest('PEER_ID_INVALID')
    chosen.add(chat)
  }
  return [...chosen]
}
