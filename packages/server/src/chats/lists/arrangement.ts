import type { api } from '@chappe/tl-codec/api'
import type { PeerId, UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'

/** How the pinned dialogs of a folder stand now, for whoever has not seen how they got there. */
export function arrangement(
  userId: UserId,
  folder: number,
  order: readonly PeerId[],
): { userId: UserId; key: string; outcome: api.updatePinnedDialogs } {
  return {
    userId,
    key: `pinned dialogs ${folder}`,
    outcome: {
      _: 'updatePinnedDialogs',
      folderId: folder || undefined,
      order: order.map((peer) => ({ _: 'dialogPeer', peer: toPeer(peer) })),
    },
  }
}
