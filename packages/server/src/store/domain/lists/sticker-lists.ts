import type { UnixTime, UserId } from '../../../ids.ts'

/** Stickers that somebody has used lately, used on pictures lately, or likes most; and emoji that stood beside the name. */
export type StickerList = 'recent' | 'attached' | 'faved' | 'status'

export interface ListedSticker {
  readonly document: number
  readonly date: UnixTime
}

export interface StickerListReads {
  /** The latest first. */
  list(userId: UserId, list: StickerList): Promise<ListedSticker[]>
}

export interface StickerListWrites extends StickerListReads {
  /** Puts one in front; of more than `limit`, the last go. */
  put(userId: UserId, list: StickerList, sticker: ListedSticker, limit: number): Promise<void>
  remove(userId: UserId, list: StickerList, document: number): Promise<void>
  clear(userId: UserId, list: StickerList): Promise<void>
}
