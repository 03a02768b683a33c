import type { RandomBytes } from '../../ports/random.ts'

/** The number of a new photo or document: from 1 to 2^52 - 1, so that a number holds it. */
export function newFileId(random: RandomBytes): number {
  return Number(Buffer.from(random(8)).readBigUInt64LE(0) & ((1n << 52n) - 1n)) || 1
}
