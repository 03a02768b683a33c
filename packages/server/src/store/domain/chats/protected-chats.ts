import type { PeerId, UserId } from '../../../ids.ts'

export interface ProtectedChatReads {
  /** Which of the two keeps what is said in a private chat from being passed on, if one does; told to both alike. */
  protector(box: UserId, peer: PeerId): Promise<UserId | undefined>
}

export interface ProtectedChatWrites extends ProtectedChatReads {
  /** From now on this one of the two does, or nobody. */
  protect(box: UserId, peer: UserId, protector: UserId | undefined): Promise<void>
}
