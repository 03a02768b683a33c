import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  openSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { Connection } from './connection.ts'
import { blob } from './rows.ts'

/**
 * SQLite reads its log up to the first page that is not whole, and what was acknowledged behind a damaged one is gone
 * without a word. So commits are counted, in the store itself and, once they are flushed, in a file beside it: where the
 * file has counted more, something is missing.
 *
 * The file is written before the answers and never flushed. It survives the end of the process; a loss of power may leave
 * it behind by some seconds, which can hide a loss and never makes one up.
 */
export interface CommitCount {
  /** The transaction changes something. */
  noteWrite(): void
  /** All that is committed is on the disk. */
  flushed(): void
  close(): void
}

const setting = 'commits'

/** Counts the commits of the connection that writes. */
export function countCommits(writing: Connection, path: string): CommitCount {
  // Not by `write`, which would have every commit be one that changes something.
  const put = writing.read('INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)')
  const value = new Uint8Array(8)
  const view = new DataView(value.buffer)
  const stored = writing.read('SELECT value FROM settings WHERE name = ?').get(setting)
  let committed = stored === undefined ? 0n : toCount(blob(stored['value']))
  let changed = false
  writing.onCommit(() => {
    if (!changed) return
    view.setBigUint64(0, committed + 1n)
    put.run(setting, value)
  })
  writing.onCommitted(() => {
    if (changed) committed++
    changed = false
  })
  writing.onRollback(() => {
    changed = false
  })

  const file = openCounted(path)
  let durable: bigint | undefined
  let written: bigint | undefined

  /** At once: that is a third of what it takes to have another thread do it, and the disk is not waited for. */
  const writeDown = (): void => {
    if (file === undefined || durable === undefined || durable === written) return
    try {
      writeSync(file, lineOf(durable), 0, 'latin1')
      written = durable
    } catch {
      // It knows of less than there is; the next commit tries again.
    }
  }

  return {
    noteWrite() {
      changed = true
    },
    flushed() {
      durable = committed
      writeDown()
    },
    close() {
      writeDown()
      if (file !== undefined) closeSync(file)
    },
  }
}

/** What is missing from a store. */
export interface Incomplete {
  /** So many acknowledged commits, each of one change or of up to 128, are not in the store. */
  readonly missing: number
  /** The log as it was found is kept here; undefined if there was none. */
  readonly log: string | undefined
  /** Stands there until whoever runs the server takes it away, and with it the warning. */
  readonly note: string
}

/** How many acknowledged commits a store lacks. Changes nothing, and may be asked while a server runs. */
export function missingCommits(path: string): number {
  const acknowledged = readCounted(path)
  if (acknowledged === undefined) return 0
  const missing = acknowledged - storedCount(path)
  return missing > 0n ? Number(missing) : 0
}

/**
 * To be asked before the store is opened for writing, which gives up what the log holds behind the damage: keeps that log,
 * and a note of what is missing. What an earlier start noted is told again.
 */
export function noteIncomplete(path: string): Incomplete | undefined {
  const note = `${path}-incomplete`
  const log = `${path}-wal-damaged`
  const missing = missingCommits(path)
  const earlier = notedMissing(path)
  if (missing > 0) {
    keepLog(`${path}-wal`, log)
    writeFileSync(note, `${missing + earlier}\n`, { mode: 0o600 })
    writeFileSync(countedName(path), lineOf(storedCount(path)), { mode: 0o600 })
  }
  if (missing + earlier === 0) return undefined
  return { missing: missing + earlier, log: existsSync(log) ? log : undefined, note }
}

/** What a start has noted as missing. */
export function notedMissing(path: string): number {
  try {
    return Number.parseInt(readFileSync(`${path}-incomplete`, 'latin1'), 10) || 0
  } catch {
    return 0
  }
}

/** The first one is kept: a later one has grown on what was left. */
function keepLog(from: string, to: string): void {
  try {
    copyFileSync(from, to, constants.COPYFILE_EXCL)
  } catch {
    // There is none, or no space for it; what is missing is told all the same.
  }
}

function storedCount(path: string): bigint {
  if (!existsSync(path)) return 0n
  const reader = new DatabaseSync(path, { readOnly: true })
  try {
    reader.exec('PRAGMA busy_timeout = 5000')
    // With all of the log gone, even the tables may be.
    if (reader.prepare("SELECT 1 FROM sqlite_master WHERE name = 'settings'").get() === undefined) return 0n
    const row = reader.prepare('SELECT value FROM settings WHERE name = ?').get(setting)
    return row === undefined ? 0n : toCount(blob(row['value']))
  } finally {
    reader.close()
  }
}

function toCount(value: Uint8Array): bigint {
  return new DataView(value.buffer, value.byteOffset, value.byteLength).getBigUint64(0)
}

function countedName(path: string): string {
  return `${path}-acknowledged`
}

function openCounted(path: string): number | undefined {
  try {
    return openSync(countedName(path), constants.O_RDWR | constants.O_CREAT, 0o600)
  } catch {
    // Without it nothing is compared, which is no reason not to serve.
    return undefined
  }
}

const digits = 20

/** Twice, so that half a line is taken for none. */
function lineOf(count: bigint): string {
  const text = String(count).padStart(digits, '0')
  return `${text} ${text}\n`
}

function readCounted(path: string): bigint | undefined {
  try {
    const [first, second] = readFileSync(countedName(path), 'latin1').trim().split(' ')
    return first !== undefined && first === second && /^\d{20}$/.test(first) ? BigInt(first) : undefined
  } catch {
    return undefined
  }
}
