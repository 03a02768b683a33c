/**
 * The store that the migrations make of nothing, ready made: to run them all takes a sixth of a second of the processor, and
 * where the data lasts each is flushed. `npm run generate` makes it; where it is missing, a store begins with the migrations.
 */
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { gunzipSync, gzipSync } from 'node:zlib'
import { migrate } from './engine/migrate.ts'
import { migrations } from './migrations/migrations.ts'

/** The packed image of these very migrations: that of others has another name. */
export function emptyStorePath(): string {
  const home = dirname(createRequire(import.meta.url).resolve('@chappe/server/package.json'))
  const digest = createHash('sha256').update(JSON.stringify(migrations)).digest('hex').slice(0, 16)
  return join(home, 'assets', 'generated', `empty-store-${digest}.db.gz`)
}

/** The bytes of an empty store, or undefined where none was generated. */
export function readEmptyStore(): Uint8Array | undefined {
  try {
    return gunzipSync(readFileSync(emptyStorePath()))
  } catch {
    return undefined
  }
}

/** The bytes of an empty store, made by the migrations. */
export function makeEmptyStore(): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'chappe-'))
  try {
    const path = join(folder, 'store.db')
    const database = new DatabaseSync(path)
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF')
    migrate(database)
    // The last connection takes the log along.
    database.close()
    return readFileSync(path)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

export function generateEmptyStore(): void {
  const path = emptyStorePath()
  mkdirSync(dirname(path), { recursive: true })
  for (const earlier of readdirSync(dirname(path))) rmSync(join(dirname(path), earlier))
  writeFileSync(path, gzipSync(makeEmptyStore(), { level: 9 }))
}

/**
 * Has a store that does not exist begin as an image. What cannot be written is left to the opening, which knows what to say of it.
 *
 * @param lasts the file is flushed before it stands there under its name
 */
export function beginWith(image: Uint8Array, path: string, lasts: boolean): void {
  // The log of a store that is lost would be taken for one of this.
  if (existsSync(path) || existsSync(`${path}-wal`)) return
  const partial = `${path}.new`
  try {
    writeFileSync(partial, image, { mode: 0o600, flush: lasts })
    renameSync(partial, path)
  } catch {
    rmSync(partial, { force: true })
  }
}
