import type { PeerId, UnixTime, UserId } from '../../../ids.ts'

/** Whom messages are not wanted from, and who does not see stories. */
export type BlockList = 'all' | 'stories'

export interface Block {
  readonly peer: PeerId
  readonly date: UnixTime
}

export interface BlockReads {
  /** Newest first. */
  page(owner: UserId, list: BlockList, offset: number, limit: number): Promise<Block[]>
  has(owner: UserId, list: BlockList, peer: PeerId): Promise<boolean>
  count(owner: UserId, list: BlockList): Promise<number>
  /** Between a user and others, in the list `all`: whom the user blocks, and who blocks the user. */
  between(user: UserId, others: readonly UserId[]): Promise<{ blocks: PeerId[]; blockedBy: UserId[] }>
}

export interface BlockWrites extends BlockReads {
  /** False if the peer was on the list before. */
  put(owner: UserId, list: BlockList, block: Block): Promise<boolean>
  /** False if the peer was not on the list. */
  remove(owner: UserId, list: BlockList, peer: PeerId): Promise<boolean>
}
