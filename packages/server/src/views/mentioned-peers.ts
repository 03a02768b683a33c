import type { PeerId } from '../ids.ts'
import { toChannelId, toChatId, toUserId } from '../peers/peer-id.ts'

/**
 * Adds all peers that a TL value names (`peerUser`, `peerChat`, mentions by name) to `found`: a client must be told of each.
 */
export function collectPeers(value: unknown, found: Set<PeerId>): void {
  if (Array.isArray(value)) {
    for (const item of value) collectPeers(item, found)
    return
  }
  if (!isTlObject(value)) return
  for (const name in value) {
    const field = value[name]
    if (lists.has(name) && Array.isArray(field)) collectListed(field, found)
    if (typeof field === 'object') collectPeers(field, found)
    else if (typeof field === 'bigint') {
      const id = peerIn(name, field)
      if (id !== undefined) found.add(id)
    }
  }
}

/** Where people are named by their bare numbers (`messageActionChatAddUser`, `updatePendingJoinRequests`). */
const lists: ReadonlySet<string> = new Set(['users', 'recentRequesters'])

function collectListed(ids: readonly unknown[], found: Set<PeerId>): void {
  for (const id of ids) {
    const userId = typeof id === 'bigint' ? toUserId(id) : undefined
    if (userId !== undefined) found.add(userId)
  }
}

function peerIn(name: string, id: bigint): PeerId | undefined {
  switch (name) {
    case 'userId':
    case 'inviterId':
    case 'adminId':
    case 'participantId':
    case 'approvedBy':
    case 'newCreatorId':
    case 'viaBotId':
    case 'botId':
    case 'receiverId':
      return toUserId(id)
    case 'chatId':
    case 'migratedFromChatId':
      return toChatId(id)
    case 'channelId':
      return toChannelId(id)
    default:
      return undefined
  }
}

/** A constructor, as opposed to bytes, which have fields without end. */
function isTlObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && '_' in value
}
