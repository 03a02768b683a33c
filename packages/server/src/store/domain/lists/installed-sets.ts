import type { UnixTime, UserId } from '../../../ids.ts'
import type { StickerKind } from '../files/sticker-sets.ts'

/** A set that somebody has put among their own. */
export interface InstalledSet {
  readonly set: number
  readonly kind: StickerKind
  readonly archived: boolean
  readonly date: UnixTime
}

export interface InstalledSetReads {
  get(userId: UserId, set: number): Promise<InstalledSet | undefined>
  /** In the order in which they are shown. */
  list(userId: UserId, kind: StickerKind, archived: boolean): Promise<InstalledSet[]>
}

export interface InstalledSetWrites extends InstalledSetReads {
  /** Stores one, in front of all others of its kind. */
  put(userId: UserId, set: InstalledSet): Promise<void>
  remove(userId: UserId, set: number): Promise<void>
  /** Puts those that are installed into this order. */
  reorder(userId: UserId, sets: readonly number[]): Promise<void>
}
