import type { PeerId } from '../../../ids.ts'

/** Public names, of users and later of channels, in one space that ignores case. */
export interface UsernameReads {
  resolve(name: string): Promise<PeerId | undefined>
  /** Who has a name that begins so, at most `limit`. */
  startingWith(prefix: string, limit: number): Promise<PeerId[]>
}

export interface UsernameWrites extends UsernameReads {
  /** Gives `name` to `peer` in place of the one it had, or takes it away. False if someone else holds the name. */
  assign(peer: PeerId, name: string | undefined): Promise<boolean>
}
