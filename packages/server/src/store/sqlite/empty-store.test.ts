import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { beginWith, emptyStorePath, makeEmptyStore, readEmptyStore } from './empty-store.ts'
import { migrate } from './engine/migrate.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chappe-test-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** The form of all tables, and all rows of those that anybody made. */
function contentOf(database: DatabaseSync): unknown {
  const all = (sql: string): unknown[] => database.prepare(sql).all()
  const tables = database.prepare(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql IS NOT NULL ORDER BY name",
  )
  return {
    version: all('PRAGMA user_version'),
    form: all('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name'),
    rows: tables.all().map(({ name }) => [name, all(`SELECT * FROM "${name}"`)]),
  }
}

function contentOfFile(path: string): unknown {
  const database = new DatabaseSync(path)
  try {
    return contentOf(database)
  } finally {
    database.close()
  }
}

// `npm test` generates it; whoever adds a migration need not, and begins with the migrations.
it.runIf(existsSync(emptyStorePath()))('the generated store holds what the migrations make of nothing', () => {
  const migrated = new DatabaseSync(':memory:')
  migrate(migrated)
  const path = join(folder, 'store.db')
  beginWith(readEmptyStore() ?? new Uint8Array(), path, true)
  expect(contentOfFile(path)).toEqual(contentOf(migrated))
  migrated.close()
})

it.runIf(process.env['CHAPPE_TEST_BUILT'])('there is a generated store for these migrations', () => {
  expect(readEmptyStore()).toBeDefined()
})

it('a store that is there, or whose log is, is left as it is', () => {
  const image = makeEmptyStore()
  const path = join(folder, 'store.db')
  writeFileSync(`${path}-wal`, 'what is left of a store that is lost')
  beginWith(image, path, true)
  expect(readdirSync(folder)).toEqual(['store.db-wal'])
  rmSync(`${path}-wal`)
  writeFileSync(path, 'a store')
  beginWith(image, path, true)
  expect(readFileSync(path, 'utf8')).toBe('a store')
  expect(readdirSync(folder)).toEqual(['store.db'])
})

it('where nothing can be written, nothing is left', () => {
  const image = makeEmptyStore()
  beginWith(image, join(folder, 'not-there', 'store.db'), true)
  expect(readdirSync(folder)).toEqual([])
})
