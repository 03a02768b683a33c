import type { UnixTime, UserId } from '../../../ids.ts'

export type StickerKind = 'stickers' | 'masks' | 'emoji'

/** A set of stickers, masks or custom emoji that somebody has made ("Stickers"). */
export interface StoredStickerSet {
  /** Below 2^52. */
  readonly id: number
  readonly owner: UserId
  /** Who has made it and may change it, too: a bot, if not the owner. */
  readonly maker: UserId
  readonly accessHash: bigint
  /** Unique, whatever the case of its letters. */
  readonly shortName: string
  readonly title: string
  readonly kind: StickerKind
  /** Emoji that take the colour of the text. */
  readonly textColor: boolean
  readonly date: UnixTime
  /** Grows with every change. */
  readonly version: number
  readonly count: number
  /** The document that stands for the whole; the first one if missing. */
  readonly thumb: number | undefined
}

/** A document of a set; it is in no other. */
export interface StickerOfSet {
  readonly document: number
  /** By which it is found: one or several emoji, one after the other. */
  readonly emoji: readonly string[]
  readonly keywords: readonly string[]
}

/** What stickers are looked for by; all of what is given holds. */
export interface StickerSearch {
  readonly kind: StickerKind
  readonly emoji?: readonly string[] | undefined
  /** The beginning of a keyword, in small letters. */
  readonly keyword?: string | undefined
}

export interface StickerSetReads {
  get(id: number): Promise<StoredStickerSet | undefined>
  named(shortName: string): Promise<StoredStickerSet | undefined>
  /** Those of them that there are. */
  many(ids: readonly number[]): Promise<StoredStickerSet[]>
  /** In order. */
  stickers(id: number): Promise<StickerOfSet[]>
  /** The first documents of sets, by the sets. */
  covers(ids: readonly number[]): Promise<Map<number, number>>
  /** The set that a document is in. */
  setOf(document: number): Promise<number | undefined>
  /** Those that somebody has made, the newest first, after one. */
  madeBy(owner: UserId, after: number | undefined, limit: number): Promise<StoredStickerSet[]>
  countMadeBy(owner: UserId): Promise<number>
  /** Those of a kind whose title or short name begins so, in small letters. */
  search(kind: 'emoji' | 'stickers', beginning: string, limit: number): Promise<StoredStickerSet[]>
  /** Documents in the sets that somebody has installed and not archived. */
  searchInstalled(userId: UserId, search: StickerSearch, limit: number): Promise<number[]>
}

export interface StickerSetWrites extends StickerSetReads {
  /** Stores one, empty as yet. */
  add(set: Omit<StoredStickerSet, 'count' | 'version'>): Promise<void>
  change(id: number, change: { readonly title?: string; readonly thumb?: number | undefined }): Promise<void>
  /** All its stickers, in order, in the place of those it had. */
  putStickers(id: number, stickers: readonly StickerOfSet[]): Promise<void>
  /** It is there no more; what people have of it goes with `sweepRemoved`. */
  remove(id: number): Promise<void>
  /** Forgets, in the lists of people, sets that were removed; tells how many rows. */
  sweepRemoved(limit: number): Promise<number>
}
