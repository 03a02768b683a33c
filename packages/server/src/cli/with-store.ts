import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from '../config/config-error.ts'
import { type SqliteView, viewSqliteStore } from '../store/sqlite/sqlite-store.ts'

/** Reads the store of a data folder as it is now, also while a server works with it. */
export async function withStore(data: string, work: (store: SqliteView) => Promise<void>): Promise<void> {
  const path = join(data, 'chappe.db')
  if (existsSync(data) && !statSync(data).isDirectory()) throw new ConfigError(`${data} is a file, not a data folder`)
  if (!existsSync(path)) throw new ConfigError(`${data} holds no store`)
  const store = viewSqliteStore(path)
  try {
    await work(store)
  } finally {
    store.close()
  }
}
