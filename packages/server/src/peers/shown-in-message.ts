import type { api } from '@chappe/tl-codec/api'
import type { PeerId } from '../ids.ts'
import { readStored } from '../tl/stored.ts'
import { toPeer } from './peer-id.ts'

/**
 * Whether a stored message shows a peer to all who may read it: as its author, as whom it was forwarded from, by a mention, or
 * as those whom it tells of. Who wrote in the name of a channel is not shown.
 */
export function showsPeer(data: Uint8Array, peer: PeerId): boolean {
  const message = readStored('Message', data)
  if (message === undefined || message._ === 'messageEmpty') return false
  return isShown(message, toPeer(peer))
}

function isShown(message: api.message | api.messageService, peer: api.Peer): boolean {
  if (isSame(message.fromId, peer)) return true
  const isPerson = (id: bigint): boolean => peer._ === 'peerUser' && peer.userId === id
  if (message._ === 'messageService') return usersOf(message.action).some(isPerson)
  if (message.viaBotId !== undefined && isPerson(message.viaBotId)) return true
  const header = message.fwdFrom?._ === 'messageFwdHeader' ? message.fwdFrom : undefined
  if ([header?.fromId, header?.savedFromPeer, header?.savedFromId].some((from) => isSame(from, peer))) return true
  return (message.entities ?? []).some((entity) => entity._ === 'messageEntityMentionName' && isPerson(entity.userId))
}

function isSame(a: api.Peer | undefined, b: api.Peer): boolean {
  switch (a?._) {
    case undefined:
      return false
    case 'peerUser':
      return b._ === 'peerUser' && b.userId === a.userId
    case 'peerChat':
      return b._ === 'peerChat' && b.chatId === a.chatId
    case 'peerChannel':
      return b._ === 'peerChannel' && b.channelId === a.channelId
  }
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
