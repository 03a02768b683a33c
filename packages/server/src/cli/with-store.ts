import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from '../config/config.ts'
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts'
import type { Store } from '../store/store.ts'

/** Works with the store of a data folder, also while a server does. */
export async function withStore(data: string, work: (store: Store) => Promise<void>): Promise<void> {
  const path = join(data, 'chappe.db')
  if (!existsSync(path)) throw new ConfigError(`${data} holds no store`)
  const store = openSqliteStore({ path })
  try {
    await work(store)
  } finally {
    await store.close()
  }
}
