import type { api } from '@chappe/tl-codec/api'
import type { PeerId } from '../ids.ts'
import { readStored } from '../tl/stored.ts'
import { fromPeer } from './peer-id.ts'

/**
 * Whether a stored message shows a peer to all who may read it: as its author, as whom it was forwarded from, by a mention, or
 * as those whom it tells of. Who wrote in the name of a channel is not shown.
 */
export function showsPeer(data: Uint8Array, peer: PeerId): boolean {
  const message = readStored('Message', data)
  if (message === undefined || message._ === 'messageEmpty') return false
  return peersShown(message).has(peer)
}

function peersShown(message: api.message | api.messageService): Set<number> {
  const shown = new Set<number>()
  const add = (peer: api.Peer | undefined): void => {
    if (peer !== undefined) shown.add(fromPeer(peer))
  }
  add(message.fromId)
  if (message._ === 'messageService') {
    for (const id of usersOf(message.action)) shown.add(Number(id))
    return shown
  }
  if (message.fwdFrom?._ === 'messageFwdHeader') {
    add(message.fwdFrom.fromId)
    add(message.fwdFrom.savedFromPeer)
    add(message.fwdFrom.savedFromId)
  }
  for (const entity of message.entities ?? []) {
    if (entity._ === 'messageEntityMentionName') shown.add(Number(entity.userId))
  }
  return shown
}

/** The people that a service message tells of. */
function usersOf(action: api.MessageAction): readonly bigint[] {
  switch (action._) {
    case 'messageActionChatCreate':
    case 'messageActionChatAddUser':
      return action.users
    case 'messageActionChatDeleteUser':
      return [action.userId]
    case 'messageActionChatJoinedByLink':
      return [action.inviterId]
    default:
      return []
  }
}
