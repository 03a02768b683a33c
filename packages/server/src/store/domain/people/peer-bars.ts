import type { PeerId, UserId } from '../../../ids.ts'

/** The bar above a chat with someone new: whether its owner dismissed it, and what it says of the archive. */
export interface PeerBarReads {
  isHidden(owner: UserId, peer: PeerId): Promise<boolean>
  /** The chat was put into the archive by itself, and its owner left it there. */
  isAutoarchived(owner: UserId, peer: PeerId): Promise<boolean>
}

export interface PeerBarWrites extends PeerBarReads {
  hide(owner: UserId, peer: PeerId): Promise<void>
  setAutoarchived(owner: UserId, peer: PeerId, autoarchived: boolean): Promise<void>
}
