import type { ChannelId, UserId } from '../../ids.ts'

/** A hit of a search in all chats: a message of the own box, or of the log of a channel. */
export interface GlobalHit {
  readonly box: UserId | ChannelId
  readonly id: number
  readonly date: number
}

/** The newest first; of those of one second, the own box before the channels, and in each the highest number first. */
export function inGlobalOrder(a: GlobalHit, b: GlobalHit): number {
  return b.date - a.date || b.box - a.box || b.id - a.id
}

/** Those that come after a place in that order, or all. */
export function hitsAfter(hits: readonly GlobalHit[], place: GlobalHit | undefined): GlobalHit[] {
  return hits.filter((hit) => place === undefined || inGlobalOrder(place, hit) < 0).sort(inGlobalOrder)
}
