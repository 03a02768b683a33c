import { createAesCtr } from '../aes.ts'
import { sha256 } from '../hashes.ts'

/** Numbers and bytes from a seed: AES-CTR under its hash. */
export interface SeededRandom {
  bytes(length: number): Uint8Array
  /** From 0 up to and not including `below`. */
  int(below: number): number
  chance(probability: number): boolean
  pick<T>(items: readonly [T, ...T[]]): T
}

export function createSeededRandom(seed: string): SeededRandom {
  const stream = createAesCtr(sha256(new TextEncoder().encode(seed)), new Uint8Array(16))
  const bytes = (length: number): Uint8Array => stream.process(new Uint8Array(length))
  const int = (below: number): number => {
    const [a = 0, b = 0, c = 0, d = 0] = bytes(4)
    return ((a | (b << 8) | (c << 16) | (d << 24)) >>> 0) % below
  }
  return {
    bytes,
    int,
    chance: (probability) => int(1_000_000) < probability * 1_000_000,
    pick: (items) => items[int(items.length)] ?? items[0],
  }
}
