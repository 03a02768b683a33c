import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { createConnection } from './engine/connection.ts'
import { migrate } from './engine/migrate.ts'
import type { OwnedRows } from './engine/rows-of-account.ts'
import { rowsOfAccounts } from './rows-of-accounts.ts'
import { createChannelEraser } from './tables/channels/erase-channel.ts'
import { createEraser } from './tables/people/erase.ts'

const said = Object.values(rowsOfAccounts).flatMap((rows) => Object.entries(rows))

function openEmpty(): DatabaseSync {
  const database = new DatabaseSync(':memory:')
  migrate(database)
  return database
}

/** All tables but those that SQLite keeps for itself and its indexes of words. */
function tablesOf(database: DatabaseSync): string[] {
  const rows = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()
  const names = rows.map(({ name }) => String(name))
  return names.filter((name) => !name.startsWith('sqlite_') && !/^message_words_/.test(name)).sort()
}

function columnsOf(database: DatabaseSync, table: string): { readonly name: string; readonly type: string }[] {
  const rows = database.prepare('SELECT name, type FROM pragma_table_info(?)').all(table)
  return rows.map(({ name, type }) => ({ name: String(name), type: String(type) }))
}

describe('each table', () => {
  it('belongs to one domain, which says what becomes of its rows when an account is erased', () => {
    const database = openEmpty()
    expect(said.map(([table]) => table).sort()).toEqual(tablesOf(database))
  })

  it('names columns that it has', () => {
    const database = openEmpty()
    for (const [table, rows] of said) {
      if (!('owner' in rows)) continue
      const columns = columnsOf(database, table).map(({ name }) => name)
      expect(columns, table).toEqual(expect.arrayContaining([rows.owner, rows.key]))
    }
  })

  it('gives the reason for what stays although it names a user or a box', () => {
    const database = openEmpty()
    for (const [table, rows] of said) {
      const names = columnsOf(database, table).filter(({ name }) => /^(user_id|owner|box|reporter)$/.test(name))
      if ('stays' in rows && names.length > 0) expect(rows.stays.length, table).toBeGreaterThan(10)
    }
  })
})

describe('each table that names channels', () => {
  it('says what goes with one, or is of a box', () => {
    const database = openEmpty()
    for (const [table, rows] of said) {
      const columns = columnsOf(database, table).map(({ name }) => name)
      const ofChannel = 'ofChannel' in rows ? rows.ofChannel : undefined
      if (columns.includes('channel')) expect(ofChannel, table).toBeDefined()
      if (ofChannel !== undefined) expect(columns, table).toEqual(expect.arrayContaining(Object.values(ofChannel)))
    }
  })
})

describe('erasing a channel', () => {
  it('takes all that belongs to it, a few rows at a time, and nothing of others', () => {
    const database = openEmpty()
    const connection = createConnection(database, () => {})
    const tables = said.flatMap(([table, rows]): [string, { column: string; key: string }][] => {
      if ('ofChannel' in rows && rows.ofChannel !== undefined) return [[table, rows.ofChannel]]
      return 'owner' in rows && rows.owner === 'box' ? [[table, { column: 'box', key: rows.key }]] : []
    })
    expect(tables.length).toBeGreaterThan(25)
    const [one, other] = [-1_000_000_000_001, -1_000_000_000_002]
    const add = (table: string, own: { column: string; key: string }, channel: number, at: number): void => {
      const values = columnsOf(database, table).map(({ name, type }) => {
        if (name === own.column) return channel
        if (type === 'INTEGER') return channel * 10 - at
        return type === 'TEXT' ? `${channel} ${at}` : new TextEncoder().encode(`${channel} ${at}`)
      })
      database.prepare(`INSERT OR IGNORE INTO ${table} VALUES (${values.map(() => '?').join(', ')})`).run(...values)
    }
    const count = (table: string, { column }: { column: string }, channel: number): number =>
      Number(database.prepare(`SELECT count(*) AS count FROM ${table} WHERE ${column} = ?`).get(channel)?.['count'])
    for (const [table, own] of tables) {
      // Some have one row for each.
      for (let at = 0; at < 3; at++) add(table, own, one, at)
      add(table, own, other, 0)
    }
    const erase = createChannelEraser(connection, rowsOfAccounts)
    let steps = 1
    while (erase(one, 5)) steps++
    expect(steps).toBeGreaterThan(tables.length / 3)
    for (const [table, own] of tables) {
      expect(count(table, own, one), table).toBe(0)
      expect(count(table, own, other), table).toBe(1)
    }
  })
})

describe('erasing an account', () => {
  it('takes all that it owns, a few rows at a time, and nothing of others', () => {
    const database = openEmpty()
    const connection = createConnection(database, () => {})
    const owned = said.flatMap(([table, rows]): [string, OwnedRows][] => ('owner' in rows ? [[table, rows]] : []))
    expect(owned.length).toBeGreaterThan(30)
    /** A row of a user; `at` tells apart what has the same owner. */
    const add = (table: string, { owner }: OwnedRows, user: number, at: number): void => {
      const columns = columnsOf(database, table)
      const number = (name: string): number => (name === owner ? user : user * 10 + at)
      const values = columns.map(({ name, type }) =>
        type === 'INTEGER' ? number(name) : type === 'TEXT' ? `${user} ${at}` : Uint8Array.of(user, at),
      )
      const names = columns.map(({ name }) => name)
      // Where there can be only one for each user, it is the first.
      database.prepare(`INSERT OR IGNORE INTO ${table} (${names}) VALUES (${names.map(() => '?')})`).run(...values)
    }
    for (const [table, rows] of owned) for (const user of [5, 6]) for (const at of [0, 1]) add(table, rows, user, at)
    const left = (table: string, owner: string, user: number): unknown =>
      database.prepare(`SELECT count(*) AS count FROM ${table} WHERE ${owner} = ?`).get(user)?.['count']

    const before = owned.map(([table, { owner }]) => left(table, owner, 6))
    expect(before).not.toContain(0)
    const erase = createEraser(connection, rowsOfAccounts)
    let steps = 1
    while (erase(5, 3)) steps++
    expect(steps).toBeGreaterThan(15)
    for (const [table, { owner }] of owned) expect(left(table, owner, 5), table).toBe(0)
    expect(owned.map(([table, { owner }]) => left(table, owner, 6))).toEqual(before)
  })
})
