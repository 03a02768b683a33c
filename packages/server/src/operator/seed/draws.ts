import { createHash } from 'node:crypto'

/**
 * Numbers that look like chance and follow from a seed and a place alone: the same place always has the same number, in
 * whatever order they are asked for. So a seed that was broken off goes on as if it had not been.
 */
export interface Draws {
  /** From 0 up to and without 1. */
  fraction(...place: readonly number[]): number
  /** A whole number from 0 up to and without `below`. */
  below(below: number, ...place: readonly number[]): number
}

export function createDraws(seed: string): Draws {
  const key = createHash('sha256').update(seed).digest().readUInt32LE(0)
  const fraction = (...place: readonly number[]): number => {
    let hash = key
    for (const number of place) hash = mix(hash ^ mix(number + 1))
    return hash / 2 ** 32
  }
  return { fraction, below: (below, ...place) => Math.floor(fraction(...place) * below) }
}

/** The finalizer of MurmurHash3: each bit of what goes in changes about half of those that come out. */
function mix(value: number): number {
  let hash = value | 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
