import type { ServicePorts } from '../../core-ports.ts'
import { type ChannelId, type ChatId, isUser, type PeerId, type UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { Reads } from '../../store/store.ts'
import { type Door, type DoorReads, doorOf } from '../members/door.ts'

/** A chat that a link to a folder leads to, for one who has the link. */
export interface SharedChat extends Door {
  readonly peer: ChatId | ChannelId
}

/** Those of some chats into which somebody may let another one, in the order given. */
export async function sharedChats(
  read: DoorReads,
  { clock }: Pick<ServicePorts, 'clock'>,
  { owner, userId, peers }: { readonly owner: UserId; readonly userId: UserId; readonly peers: readonly PeerId[] },
): Promise<SharedChat[]> {
  const now = unixSeconds(clock)
  const shared: SharedChat[] = []
  for (const peer of peers) {
    if (isUser(peer)) continue
    const door = await doorOf(read, peer, { admin: owner, userId, now })
    if (door !== undefined && (await isOpen(read, owner, door))) shared.push({ peer, ...door })
  }
  return shared
}

/** The owner of the folder is in the chat, and may invite to it; to a public one anybody may. */
async function isOpen(
  read: Pick<Reads, 'channelMembers'>,
  owner: UserId,
  { target, isIn, mayInvite, mayCome }: Door,
): Promise<boolean> {
  if (!isIn && !mayCome) return false
  if (target.kind === 'group') return mayInvite && !target.record.deactivated
  const member = await read.channelMembers.get(target.record.id, owner)
  return member?.present === true && (mayInvite || target.record.username !== undefined)
}
