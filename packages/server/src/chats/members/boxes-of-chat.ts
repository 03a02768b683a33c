import { type BoxPeer, isUser, type UserId } from '../../ids.ts'
import type { Reads } from '../../store/store.ts'

/** The boxes in which somebody's message to a chat stands: both parties', or those of all who are in the group. */
export async function boxesOfChat(read: Pick<Reads, 'groups'>, userId: UserId, peer: BoxPeer): Promise<UserId[]> {
  if (isUser(peer)) return peer === userId ? [userId] : [userId, peer]
  return (await read.groups.members(peer)).map((member) => member.userId)
}
