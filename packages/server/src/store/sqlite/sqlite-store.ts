import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { StoreError } from '../errors.ts'
import type { Reads, Store } from '../store.ts'
import { createArrivals } from './arrivals.ts'
import { type ArrivalLimits, createArrivedMessages, loadArrivals } from './arrived-messages.ts'
import { createConnection } from './connection.ts'
import { openingFailure } from './engine-failure.ts'
import { createGroupCommit, type Pacing } from './group-commit.ts'
import { migrate, requireCurrent } from './migrate.ts'
import { createRepositories } from './repositories.ts'

export interface SqliteStoreOptions {
  /** The database file, made if it does not exist. `:memory:` keeps the data only until `close`. */
  readonly path: string
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
  /** How many new messages may wait to be sorted; see `arrived-messages.ts`. */
  readonly arrivals?: ArrivalLimits | undefined
  /** Told of each commit: how many units it made durable, and how long all of it took. Default: nobody. */
  readonly onCommitted?: ((units: number, seconds: number) => void) | undefined
  /** Told of each commit that was not possible, with the `UNAVAILABLE` that its units fail with. Default: nobody. */
  readonly onFailed?: ((error: StoreError) => void) | undefined
}

/**
 * The embedded store: one SQLite file in WAL mode with two connections. The first writes; the second only reads, from the
 * last committed state, so nothing that is not yet durable is ever answered.
 */
export function openSqliteStore(options: SqliteStoreOptions): Store {
  const temporary = options.path === ':memory:' ? mkdtempSync(join(tmpdir(), 'chappe-')) : undefined
  const path = temporary === undefined ? options.path : join(temporary, 'store.db')
  const writer = options.openWriter?.(path) ?? new DatabaseSync(path)
  // It holds keys: for its owner alone. The files beside it take over its rights.
  chmodSync(path, 0o600)
  const reader = prepare(writer, path, temporary === undefined)

  const writing = createConnection(writer, () => commits.noteWrite())
  const arrivals = createArrivals()
  loadArrivals(writing, arrivals)
  const arrived = createArrivedMessages(writing, arrivals, options.arrivals)
  const commits = createGroupCommit({
    control: writing,
    repositories: () => createRepositories(writing, arrived),
    schedule: options.schedule ?? setImmediate,
    pacing: options.pacing,
    onActionError: options.onActionError ?? (() => {}),
    originOf: options.originOf,
    onCommitted: options.onCommitted,
    onFailed: options.onFailed,
  })
  const reading = createConnection(reader)
  return {
    read: createRepositories(reading, createArrivedMessages(reading, arrivals)),
    transaction: commits.run,
    get waiting() {
      return commits.waiting
    },
    async close() {
      // What cannot be written now does not get lost: it settles another time.
      if (arrivals.size > 0) await commits.run(async () => arrived.settleAll()).catch(() => {})
      await commits.close()
      if (!writer.isOpen) return
      reader.close()
      writer.close()
      if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true })
    },
  }
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

function openToRead(path: string): DatabaseSync {
  const reader = new DatabaseSync(path, { readOnly: true })
  reader.exec('PRAGMA busy_timeout = 5000; PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY;')
  return reader
}
