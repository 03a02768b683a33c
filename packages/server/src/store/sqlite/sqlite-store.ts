import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Store } from '../store.ts'
import { createConnection } from './connection.ts'
import { createGroupCommit } from './group-commit.ts'
import { migrate } from './migrate.ts'
import { createRepositories } from './repositories.ts'

export interface SqliteStoreOptions {
  /** The database file, made if it does not exist. `:memory:` keeps the data only until `close`. */
  readonly path: string
  /** Runs a task soon. Default: `setImmediate`. */
  readonly schedule?: ((task: () => void) => void) | undefined
  /** Told when an `onCommit` action throws, and what `originOf` said when its unit came. Default: nobody. */
  readonly onActionError?: ((error: unknown, origin: string | undefined) => void) | undefined
  /** Names on whose behalf the caller asks for a unit. Default: nobody's. */
  readonly originOf?: (() => string | undefined) | undefined
  /** Told of each commit: how many units it made durable, and how long all of it took. Default: nobody. */
  readonly onCommitted?: ((units: number, seconds: number) => void) | undefined
}

/**
 * The embedded store: one SQLite file in WAL mode with two connections. The first writes; the second only reads, from the
 * last committed state, so nothing that is not yet durable is ever answered.
 */
export function openSqliteStore(options: SqliteStoreOptions): Store {
  const temporary = options.path === ':memory:' ? mkdtempSync(join(tmpdir(), 'chappe-')) : undefined
  const path = temporary === undefined ? options.path : join(temporary, 'store.db')
  const writer = new DatabaseSync(path)
  // It holds keys: for its owner alone. The files beside it take over its rights.
  chmodSync(path, 0o600)
  writer.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = ${temporary === undefined ? 'FULL' : 'OFF'};
    PRAGMA busy_timeout = 5000;
    PRAGMA cache_size = -65536;
    PRAGMA temp_store = MEMORY;
    PRAGMA wal_autocheckpoint = 4000;
  `)
  migrate(writer)
  const reader = new DatabaseSync(path, { readOnly: true })
  reader.exec('PRAGMA busy_timeout = 5000; PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY;')

  const writing = createConnection(writer, () => commits.noteWrite())
  const commits = createGroupCommit({
    control: writing,
    repositories: () => createRepositories(writing),
    schedule: options.schedule ?? setImmediate,
    onActionError: options.onActionError ?? (() => {}),
    originOf: options.originOf,
    onCommitted: options.onCommitted,
  })
  return {
    read: createRepositories(createConnection(reader)),
    transaction: commits.run,
    async close() {
      await commits.close()
      if (!writer.isOpen) return
      reader.close()
      writer.close()
      if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true })
    },
  }
}
