import { createHash } from 'node:crypto'

/** Another one for another content, and never 0, with which clients ask for the whole. */
export function hashOf(content: unknown): number {
  return createHash('sha256').update(JSON.stringify(content)).digest().readUInt32LE(0) >>> 1 || 1
}
