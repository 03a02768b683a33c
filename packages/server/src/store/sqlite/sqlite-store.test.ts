import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, it } from 'vitest'
import { storeContract } from '../contract/contract.ts'
import { addUser } from '../contract/fixtures.ts'
import { openSqliteStore } from './sqlite-store.ts'

const folder = mkdtempSync(join(tmpdir(), 'chappe-test-'))
let files = 0
const newPath = (): string => join(folder, `${++files}.db`)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

storeContract('SQLite in memory', { open: async () => openSqliteStore({ path: ':memory:' }) })

describe('the SQLite store in a file', () => {
  it('finds everything again after it was closed', async () => {
    const path = newPath()
    const first = openSqliteStore({ path })
    const id = await addUser(first, '1')
    await first.close()
    const second = openSqliteStore({ path })
    expect(await second.read.users.get(id)).toMatchObject({ phone: '1' })
    await second.close()
  })

  it('shares one commit among units that wait together', async () => {
    const path = newPath()
    const store = openSqliteStore({ path })
    const watcher = new DatabaseSync(path, { readOnly: true })
    const count = watcher.prepare('SELECT count(*) AS count FROM users WHERE id > 777000')
    const seen = new Set<unknown>()
    await Promise.all(
      Array.from({ length: 50 }, async (_, i) => {
        await addUser(store, String(i))
        seen.add(count.get()?.['count'])
      }),
    )
    expect([...seen]).toEqual([50])
    watcher.close()
    await store.close()
  })

  it('lets all else have its turn while one unit follows another without end', async () => {
    const store = openSqliteStore({ path: newPath() })
    let stopped = false
    const writing = (async () => {
      for (let i = 0; !stopped; i++) await store.transaction((tx) => tx.settings.put('n', Uint8Array.of(i)))
    })()
    await new Promise((resolve) => setTimeout(resolve, 1))
    stopped = true
    await writing
    await store.close()
  })

  it('refuses data of a later version instead of spoiling it', async () => {
    const path = newPath()
    await openSqliteStore({ path }).close()
    const database = new DatabaseSync(path)
    database.exec('PRAGMA user_version = 10000')
    database.close()
    expect(() => openSqliteStore({ path })).toThrow(expect.objectContaining({ code: 'TOO_NEW' }))
  })
})
