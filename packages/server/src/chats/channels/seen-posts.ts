import type { ChannelId, UnixTime, UserId } from '../../ids.ts'

/** A view of one person counts once in this time at the least, and in twice as much at the most. */
const halfSeconds = 12 * 3600
/** So many bits for one half, of which each view takes some: 1 MiB. */
const bits = 2 ** 23
const bitsEach = 4
/** With so many views in one half about 1 in 100 is taken for one that was counted; then another half begins. */
const mostViews = 600_000

interface Half {
  readonly began: UnixTime
  views: number
  readonly bits: Uint8Array
}

/**
 * Which posts were looked at by whom, so that a view counts once a person and day ("messages.getMessagesViews"). Two Bloom
 * filters of a fixed size, of which the older one is dropped in turn. It belongs to one process and is begun anew with it: a
 * view too many or too few is no harm, and a row for each subscriber and post would be one.
 */
export interface SeenPosts {
  /** Those of these posts that the person has not looked at lately; they are looked at now. */
  firstSeen(userId: UserId, channel: ChannelId, ids: readonly number[], now: UnixTime): number[]
}

export function createSeenPosts(): SeenPosts {
  const begin = (began: UnixTime): Half => ({ began, views: 0, bits: new Uint8Array(bits / 8) })
  let current: Half | undefined
  let before: Half | undefined

  return {
    firstSeen(userId, channel, ids, now) {
      if (current === undefined || now - current.began >= halfSeconds || current.views >= mostViews) {
        const isLate = current !== undefined && now - current.began >= 2 * halfSeconds
        before = isLate ? undefined : current
        current = begin(now)
      }
      const half = current
      return ids.filter((id) => {
        const places = placesOf(userId, channel, id)
        if (has(half, places) || (before !== undefined && has(before, places))) return false
        for (const place of places) half.bits[place >> 3] = (half.bits[place >> 3] ?? 0) | (1 << (place & 7))
        half.views++
        return true
      })
    },
  }
}

function has({ bits: set }: Half, places: readonly number[]): boolean {
  return places.every((place) => ((set[place >> 3] ?? 0) & (1 << (place & 7))) !== 0)
}

/** Two hashes make as many as are wanted (Kirsch and Mitzenmacher, "Less hashing, same performance"). */
function placesOf(userId: UserId, channel: ChannelId, id: number): number[] {
  const [first, second] = [hash(userId, channel, id, 0x9e3779b9), hash(id, userId, channel, 0x85ebca6b) | 1]
  return Array.from({ length: bitsEach }, (_, nth) => ((first + Math.imul(nth, second)) >>> 0) % bits)
}

function hash(a: number, b: number, c: number, seed: number): number {
  let value = seed
  for (const number of [a, b, c]) {
    for (const word of [number % 2 ** 32, Math.floor(number / 2 ** 32)]) {
      value = Math.imul(value ^ (word | 0), 0xcc9e2d51)
      value = Math.imul(value ^ (value >>> 15), 0x1b873593)
      value ^= value >>> 13
    }
  }
  return value
}
