import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { StoreError } from '../../errors.ts'

/**
 * Result codes of SQLite ("Result and Error Codes") that say nothing of the statement, but that the engine or its disk
 * could not do it: BUSY, LOCKED, NOMEM, READONLY, INTERRUPT, IOERR, CORRUPT, FULL, CANTOPEN, PROTOCOL, NOTADB. With most of
 * them SQLite may have rolled back the transaction.
 */
const codes: ReadonlySet<number> = new Set([5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 26])
const full = 13
const corrupt = 11
/** SQLite makes two files beside the store when it opens it. */
const leastFree = 65_536

/** Whether the engine could not do what it was asked for, rather than what was asked for being wrong. */
export function isEngineFailure(error: unknown): boolean {
  const code = codeOf(error)
  return code !== undefined && codes.has(code)
}

/** What kept the engine from it, for whoever runs the server; it quotes nothing that is stored. */
export function describeEngineFailure(error: unknown): string {
  const code = codeOf(error)
  if (code === full) return 'the disk is full'
  if (code === undefined || !(error instanceof Error) || !('errstr' in error)) return 'an unexpected error'
  return `${error.errstr} (SQLite error ${'errcode' in error ? error.errcode : code})`
}

/** What cannot even be opened, in words that tell a full disk from a damaged one: SQLite does not. */
export function openingFailure(error: unknown, path: string): unknown {
  if (!isEngineFailure(error)) return error
  const { bavail, bsize } = statfsSync(dirname(path))
  const isFull = codeOf(error) !== corrupt && bavail * bsize < leastFree
  const why = isFull ? 'the disk is full' : describeEngineFailure(error)
  return new StoreError('UNAVAILABLE', `${path} cannot be opened: ${why}`, { cause: error })
}

/** The primary code, which is the lowest byte of an extended one. */
function codeOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined
  return error.errcode & 0xff
}
