import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { StoreError } from '../errors.ts'
import type { Reads, Store } from '../store.ts'
import { beginWith, makeEmptyStore, readEmptyStore } from './empty-store.ts'
import { type CommitCount, countCommits, type Incomplete, noteIncomplete } from './engine/acknowledged.ts'
import { type Arrivals, type ArrivalsView, createArrivals } from './engine/arrivals.ts'
import { createCheckpoints } from './engine/checkpoints.ts'
import { createConnection } from './engine/connection.ts'
import { openingFailure } from './engine/engine-failure.ts'
import { createGroupCommit, type Pacing } from './engine/group-commit.ts'
import { mapReads } from './engine/map-reads.ts'
import { migrate, requireCurrent } from './engine/migrate.ts'
import { createSnapshots, type SnapshotConnection } from './engine/snapshots.ts'
import { openWriteAheadLog, type WriteAheadLog } from './engine/write-ahead-log.ts'
import { createRepositories } from './repositories.ts'
import {
  type ArrivalLimits,
  createArrivedMessages,
  loadArrivals,
  readArrivedMessages,
} from './tables/chats/arrived-messages.ts'

export interface SqliteStoreOptions {
  /** The database file, made if it does not exist. `:memory:` keeps the data only until `close`. */
  readonly path: string
  /**
   * Whether what was answered outlives a power cut; false saves the flushes, for tests, and a kill of the process loses nothing
   * all the same. Default: true, unless the data ends with `close`.
   */
  readonly durable?: boolean | undefined
  /** Runs a task soon. Default: `setImmediate`. */
  readonly schedule?: ((task: () => void) => void) | undefined
  /** Keeps commits at a distance while many ask at once. Default: each begins as soon as it can. */
  readonly pacing?: Pacing | undefined
  /** Told when an `onCommit` action throws, and what `originOf` said when its unit came. Default: nobody. */
  readonly onActionError?: ((error: unknown, origin: string | undefined) => void) | undefined
  /** Names on whose behalf the caller asks for a unit. Default: nobody's. */
  readonly originOf?: (() => string | undefined) | undefined
  /** Opens the connection that writes. Default: as SQLite does it; whoever tests failures keeps it to bring them about. */
  readonly openWriter?: ((path: string) => DatabaseSync) | undefined
  /** Flushes the file of the log to the disk. Default: `fdatasync`; whoever tests failures brings them about with it. */
  readonly flushFile?: ((file: number) => Promise<void>) | undefined
  /** Told if acknowledged commits are missing from the store, at each start until the note of it is gone. Default: nobody. */
  readonly onIncomplete?: ((found: Incomplete) => void) | undefined
  /** How many new messages may wait to be sorted; see `arrived-messages.ts`. */
  readonly arrivals?: ArrivalLimits | undefined
  /** Told of each commit: how many units it made durable, and how long all of it took. Default: nobody. */
  readonly onCommitted?: ((units: number, seconds: number) => void) | undefined
  /** Told of each commit that was not possible, with the `UNAVAILABLE` that its units fail with. Default: nobody. */
  readonly onFailed?: ((error: StoreError) => void) | undefined
}

/** For a process that opens many temporary stores. */
let emptyStore: Uint8Array | undefined

/** Should the thread that writes the log back be lost, SQLite does it when the log has so many pages. */
const pagesOfOwnCheckpoint = 1000
/** While there is that thread, so many are a sign that it cannot keep up. */
const pagesOfLateCheckpoint = 16_384

/**
 * The embedded store: one SQLite file in WAL mode with two connections. The first writes; the second only reads, from the
 * last committed state. What is committed and not yet on the disk it waits for, so nothing that is not yet durable is
 * ever answered.
 */
export function openSqliteStore(options: SqliteStoreOptions): Store {
  const temporary = options.path === ':memory:' ? mkdtempSync(join(tmpdir(), 'chappe-')) : undefined
  const path = temporary === undefined ? options.path : join(temporary, 'store.db')
  const lasts = temporary === undefined && options.durable !== false
  const incomplete = lasts ? findIncomplete(path) : undefined
  if (incomplete !== undefined) options.onIncomplete?.(incomplete)
  let count: CommitCount | undefined
  if (!existsSync(path)) begin(path, lasts)
  const writer = options.openWriter?.(path) ?? open(path, false)
  // It holds keys: for its owner alone. The files beside it take over its rights.
  chmodSync(path, 0o600)
  const reader = prepare(writer, path, lasts)
  const log = lasts ? openLog(writer, path, options, () => count?.flushed()) : undefined

  const writing = createConnection(writer, () => {
    count?.noteWrite()
    commits.noteWrite()
  })
  if (lasts) count = countCommits(writing, path)
  const arrivals = createArrivals()
  loadArrivals(writing, arrivals)
  const arrived = createArrivedMessages(writing, arrivals, options.arrivals)
  const commits = createGroupCommit({
    control: writing,
    durability: log,
    repositories: () => createRepositories(writing, arrived),
    schedule: options.schedule ?? setImmediate,
    pacing: options.pacing,
    onActionError: options.onActionError ?? (() => {}),
    originOf: options.originOf,
    onCommitted: options.onCommitted,
    onFailed: options.onFailed,
  })
  const reading = createConnection(reader)
  const reads = createRepositories(reading, createArrivedMessages(reading, arrivals))
  const snapshots = createSnapshots({
    open: (check) => openSnapshotConnection(path, arrivals, check),
    flushing: () => log?.flushing,
  })
  writing.onCommitted(() => snapshots.committed())
  return {
    read: log === undefined ? reads : readsOfDurable(reads, log),
    snapshot: snapshots.run,
    transaction: commits.run,
    get waiting() {
      return commits.waiting
    },
    async close() {
      // What cannot be written now does not get lost: it settles another time.
      if (arrivals.size > 0) await commits.run(async () => arrived.settleAll()).catch(() => {})
      await commits.close()
      if (!writer.isOpen) return
      await log?.close()
      count?.close()
      snapshots.close()
      reader.close()
      writer.close()
      log?.release()
      if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true })
    },
  }
}

/** A new store begins as the migrations would make it; where that was not generated, they do. */
function begin(path: string, lasts: boolean): void {
  const image = emptyStore ?? readEmptyStore() ?? (lasts ? undefined : makeEmptyStore())
  if (!lasts) emptyStore = image
  if (image !== undefined) beginWith(image, path, lasts)
}

/** Sets the writing connection up, brings the tables to the form of this version, and opens the connection that reads. */
function prepare(writer: DatabaseSync, path: string, lasts: boolean): DatabaseSync {
  try {
    // A small cache: SQLite looks through all of it with each commit that put a tree into balance.
    writer.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = ${lasts ? 'FULL' : 'OFF'};
      PRAGMA busy_timeout = 5000;
      PRAGMA cache_size = -16384;
      PRAGMA temp_store = MEMORY;
    `)
    migrate(writer)
    return openToRead(path)
  } catch (error) {
    writer.close()
    throw openingFailure(error, path)
  }
}

/** From now on commits are flushed, and the log written back, beside the thread that commits. */
function openLog(
  writer: DatabaseSync,
  path: string,
  { flushFile }: SqliteStoreOptions,
  onFlushed: () => void,
): WriteAheadLog {
  const checkpointAt = (pages: number): void => writer.exec(`PRAGMA wal_autocheckpoint = ${pages}`)
  const checkpoints = createCheckpoints(path, () => checkpointAt(pagesOfOwnCheckpoint))
  const log = openWriteAheadLog({ path, checkpoints, flushFile, onFlushed })
  checkpointAt(pagesOfLateCheckpoint)
  writer.exec('PRAGMA synchronous = NORMAL')
  return log
}

/** What cannot be read at all, the opening tells of. */
function findIncomplete(path: string): Incomplete | undefined {
  try {
    return noteIncomplete(path)
  } catch {
    return undefined
  }
}

/** Each of the reads begins when all that is committed is durable. */
function readsOfDurable<R extends Reads>(reads: R, log: WriteAheadLog): R {
  return mapReads(
    reads,
    (read) =>
      (...values) =>
        log.flushing?.then(() => read(...values)) ?? read(...values),
  )
}

/** @param check called before each read; what it throws is the read's answer */
function openSnapshotConnection(path: string, arrivals: Arrivals, check: () => void): SnapshotConnection {
  const database = openToRead(path)
  const connection = createConnection(database)
  let view: ArrivalsView | undefined
  const arrived = readArrivedMessages(connection, { committedOf: (box) => view?.committedOf(box) ?? [] })
  const read = mapReads<Reads>(createRepositories(connection, arrived), (read) => async (...values) => {
    check()
    return read(...values)
  })
  const hold = connection.read('SELECT 1 FROM settings LIMIT 1')
  const end = (): void => {
    view?.release()
    view = undefined
    if (database.isTransaction) database.exec('COMMIT')
  }
  return {
    read,
    begin() {
      database.exec('BEGIN')
      // The moment is that of the first read.
      hold.get()
      view = arrivals.view()
    },
    end,
    close() {
      end()
      database.close()
    },
  }
}

/** What can be seen of a store that a server may be writing to. */
export interface SqliteView {
  /** All of it as it was at one moment. */
  readonly read: Reads
  close(): void
}

/** Opens a store without changing anything; the server that runs on it, if any, goes on. Keep it for a short time only. */
export function viewSqliteStore(path: string): SqliteView {
  const reader = openToRead(path)
  try {
    requireCurrent(reader)
    const reading = createConnection(reader)
    // One transaction: what has settled meanwhile would be seen in two places, or in none.
    reader.exec('BEGIN')
    const arrivals = createArrivals()
    loadArrivals(reading, arrivals)
    const read = createRepositories(reading, createArrivedMessages(reading, arrivals))
    return { read, close: () => reader.close() }
  } catch (error) {
    reader.close()
    throw error
  }
}

/** SQLite does not say which file it could not open. */
function open(path: string, readOnly: boolean): DatabaseSync {
  try {
    return new DatabaseSync(path, { readOnly })
  } catch (error) {
    throw openingFailure(error, path)
  }
}

function openToRead(path: string): DatabaseSync {
  const reader = open(path, true)
  reader.exec('PRAGMA busy_timeout = 5000; PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY;')
  return reader
}
