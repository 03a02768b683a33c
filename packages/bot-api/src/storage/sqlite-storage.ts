import { DatabaseSync } from 'node:sqlite'
import {
  type BotSettings,
  type BotStorage,
  keysKeptLongerSeconds,
  maxPending,
  type NewUpdate,
  type QueuedUpdate,
  type StoredBot,
  statesKeptLongerSeconds,
} from './bot-storage.ts'

const schema = `
CREATE TABLE IF NOT EXISTS bots (
  id INTEGER PRIMARY KEY,
  next_update INTEGER NOT NULL,
  settings TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS updates (
  bot INTEGER NOT NULL,
  id INTEGER NOT NULL,
  date INTEGER NOT NULL,
  chat INTEGER NOT NULL,
  kind TEXT NOT NULL,
  json TEXT NOT NULL,
  PRIMARY KEY (bot, id)
) STRICT, WITHOUT ROWID;
DROP INDEX IF EXISTS updates_by_date;
CREATE TABLE IF NOT EXISTS update_keys (
  bot INTEGER NOT NULL,
  key TEXT NOT NULL,
  date INTEGER NOT NULL,
  PRIMARY KEY (bot, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS update_keys_by_date ON update_keys (date);
CREATE TABLE IF NOT EXISTS update_states (
  bot INTEGER NOT NULL,
  key TEXT NOT NULL,
  state TEXT NOT NULL,
  date INTEGER NOT NULL,
  PRIMARY KEY (bot, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS update_states_by_date ON update_states (date);
CREATE TABLE IF NOT EXISTS client_records (
  bot INTEGER NOT NULL,
  name TEXT NOT NULL,
  value BLOB NOT NULL,
  PRIMARY KEY (bot, name)
) STRICT, WITHOUT ROWID;
`

/** The first update of a bot has an id that nobody guesses, as on the public server; ids are 32 bits wide. */
const idRange = 2 ** 29

export interface SqliteStorageOptions {
  /** No other process may open it meanwhile, which throws `SQLITE_BUSY`. Default: false. */
  readonly exclusive?: boolean
}

/** @param path a file, or `:memory:` */
export function openSqliteStorage(
  path: string,
  random: (length: number) => Uint8Array,
  { exclusive = false }: SqliteStorageOptions = {},
): BotStorage {
  const db = new DatabaseSync(path)
  if (exclusive) db.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT')
  // Updates and the client's counters are in one file, written in order: after a power cut both are as they were a moment
  // before, and what is missing comes from the server again. A kill of the process loses nothing.
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000')
  db.exec(schema)
  const insertBot = db.prepare('INSERT OR IGNORE INTO bots (id, next_update, settings) VALUES (?, ?, ?)')
  const selectBot = db.prepare('SELECT next_update, settings FROM bots WHERE id = ?')
  const updateSettings = db.prepare('UPDATE bots SET settings = ? WHERE id = ?')
  const move = db.prepare('UPDATE bots SET next_update = ? WHERE id = ?')
  const insertKey = db.prepare('INSERT OR IGNORE INTO update_keys (bot, key, date) VALUES (?, ?, ?)')
  const putState = db.prepare(
    `INSERT INTO update_states (bot, key, state, date) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET state = excluded.state, date = excluded.date WHERE state <> excluded.state`,
  )
  const removeOldStates = db.prepare('DELETE FROM update_states WHERE date < ?')
  const removeOldKeys = db.prepare('DELETE FROM update_keys WHERE date < ?')
  const selectRecord = db.prepare('SELECT value FROM client_records WHERE bot = ? AND name = ?')
  const putRecord = db.prepare('INSERT OR REPLACE INTO client_records (bot, name, value) VALUES (?, ?, ?)')
  const removeRecord = db.prepare('DELETE FROM client_records WHERE bot = ? AND name = ?')
  const insert = db.prepare('INSERT INTO updates (bot, id, date, chat, kind, json) VALUES (?, ?, ?, ?, ?, ?)')
  const select = db.prepare(
    'SELECT id, date, chat, kind, json FROM updates WHERE bot = ? AND id >= ? ORDER BY id LIMIT ?',
  )
  const oldest = db.prepare('SELECT id FROM updates WHERE bot = ? ORDER BY id LIMIT 1')
  const countAll = db.prepare('SELECT count(*) AS count FROM updates WHERE bot = ?')
  const removeBelow = db.prepare('DELETE FROM updates WHERE bot = ? AND id < ?')
  const removeOne = db.prepare('DELETE FROM updates WHERE bot = ? AND id = ?')
  const newest = db.prepare('SELECT id FROM updates WHERE bot = ? ORDER BY id DESC LIMIT 1 OFFSET ?')
  // Ids grow with time: what is to be forgotten lies at the beginning, and no index is kept for it.
  const removeOld = db.prepare(
    `DELETE FROM updates WHERE bot = ?1
     AND id < coalesce((SELECT id FROM updates WHERE bot = ?1 AND date >= ?2 ORDER BY id LIMIT 1), ${Number.MAX_SAFE_INTEGER})`,
  )
  const selectBots = db.prepare('SELECT id FROM bots')
  const selectWithWebhooks = db.prepare("SELECT id FROM bots WHERE settings ->> '$.webhook.url' IS NOT NULL")
  const removals = ['updates', 'update_keys', 'update_states', 'client_records'].map((table) =>
    db.prepare(`DELETE FROM ${table} WHERE bot = ?`),
  )
  const removeBot = db.prepare('DELETE FROM bots WHERE id = ?')

  const inOne = (work: () => void): void => {
    db.exec('BEGIN IMMEDIATE')
    try {
      work()
      db.exec('COMMIT')
    } catch (error) {
      db.exec('ROLLBACK')
      throw error
    }
  }

  const storedBot = (botId: number): StoredBot => {
    const first = 1 + (Buffer.from(random(4)).readUInt32LE(0) % idRange)
    insertBot.run(botId, first, JSON.stringify({}))
    const row = () => {
      const found = selectBot.get(botId)
      if (found === undefined) throw new TypeError(`nothing is stored of bot ${botId}`)
      return found
    }
    const isNew = ({ key, state }: NewUpdate, now: number): boolean => {
      const put = state === undefined ? insertKey.run(botId, key, now) : putState.run(botId, key, state, now)
      return put.changes !== 0
    }
    const keepNewest = (count: number): void => {
      if (count === 0) return void removeBelow.run(botId, Number.MAX_SAFE_INTEGER)
      const first = newest.get(botId, count - 1)
      if (first !== undefined) removeBelow.run(botId, Number(first['id']))
    }
    const countPending = (): number => Number(countAll.get(botId)?.['count'])
    /** They are counted only where their numbers leave room for too many. */
    const areTooMany = (next: number): boolean =>
      next - Number(oldest.get(botId)?.['id'] ?? next) > maxPending && countPending() > maxPending
    return {
      async settings() {
        const settings: Partial<BotSettings> = JSON.parse(String(row()['settings']))
        const { webhook, allowedUpdates, tokenHash, loggedOutUntil } = settings
        return { webhook, allowedUpdates, tokenHash, loggedOutUntil }
      },
      async saveSettings(settings) {
        // Nobody tells of them again.
        db.exec('PRAGMA synchronous = FULL')
        updateSettings.run(JSON.stringify(settings), botId)
        db.exec('PRAGMA synchronous = NORMAL')
      },
      client: {
        async load(name) {
          const value = selectRecord.get(botId, name)?.['value']
          return value instanceof Uint8Array ? value : undefined
        },
        async save(name, value) {
          if (value === undefined) removeRecord.run(botId, name)
          else putRecord.run(botId, name, value)
        },
      },
      async append(updates, now) {
        inOne(() => {
          let id = Number(row()['next_update'])
          for (const update of updates) {
            if (!isNew(update, now)) continue
            const { kind, json, chat } = update
            insert.run(botId, id++, now, chat, kind, json)
          }
          move.run(id, botId)
          if (areTooMany(id)) keepNewest(maxPending)
        })
      },
      async pending(from, limit) {
        return select.all(botId, from, limit).map(
          (found): QueuedUpdate => ({
            id: Number(found['id']),
            date: Number(found['date']),
            chat: Number(found['chat']),
            kind: String(found['kind']),
            json: String(found['json']),
          }),
        )
      },
      count: async () => countPending(),
      async confirm(below) {
        removeBelow.run(botId, below)
      },
      async remove(ids) {
        inOne(() => {
          for (const id of ids) removeOne.run(botId, id)
        })
      },
      async keepNewest(count) {
        inOne(() => keepNewest(count))
      },
    }
  }

  return {
    open: async (botId) => storedBot(botId),
    withWebhooks: async () => selectWithWebhooks.all().map(({ id }) => Number(id)),
    async forget(botId) {
      inOne(() => {
        for (const removal of [...removals, removeBot]) removal.run(botId)
      })
    },
    async forgetBefore(time) {
      removeOldKeys.run(time - keysKeptLongerSeconds)
      removeOldStates.run(time - statesKeptLongerSeconds)
      let removed = 0
      inOne(() => {
        for (const { id } of selectBots.all()) removed += Number(removeOld.run(Number(id), time).changes)
      })
      return removed
    },
    async close() {
      db.close()
    },
  }
}
