import { join } from 'node:path'
import { createServer } from '../server.ts'
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts'

/** Makes a data folder with one account in it, as a server leaves it. */
export async function dataFolder(folder: string, name: string): Promise<string> {
  const data = join(folder, name)
  await (await createServer({ data })).close()
  const store = openSqliteStore({ path: join(data, 'chappe.db') })
  await store.transaction((tx) =>
    tx.users.create({ phone: '4420000001', firstName: 'Claude', lastName: 'Chappe', createdAt: 1_900_000_000 }),
  )
  await store.close()
  return data
}
