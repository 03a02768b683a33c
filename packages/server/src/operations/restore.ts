import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ConfigError } from '../config/config.ts'
import { makeFolder } from '../config/make-folder.ts'
import { migrations } from '../store/sqlite/migrations/migrations.ts'
import { BackupError, filesTable, keptFolders, type Progress } from './backup-format.ts'
import { syncToDisk } from './sync-to-disk.ts'

/** Makes a data folder from a backup. The folder must not hold anything yet, and comes to be as a whole or not at all. */
export async function restore(file: string, data: string, progress: Progress): Promise<void> {
  if (!existsSync(file)) throw new ConfigError(`there is no file ${file}`)
  if (existsSync(data) && readdirSync(data).length > 0) {
    throw new ConfigError(`${data} is not empty, and nothing is overwritten: name another folder by --data`)
  }
  check(file)
  const target = resolve(data)
  const partial = `${target}.${process.pid}.partial`
  makeFolder(dirname(target))
  mkdirSync(partial, { mode: 0o700 })
  try {
    const store = join(partial, 'chappe.db')
    await copy(file, store, progress)
    takeFilesOut(store, partial)
    for (const path of [store, ...keptFolders.map((folder) => join(partial, folder)), partial]) syncToDisk(path)
    if (existsSync(target)) rmSync(target, { recursive: true })
    renameSync(partial, target)
  } finally {
    rmSync(partial, { recursive: true, force: true })
  }
  syncToDisk(dirname(target))
  progress(1)
}

/** Whether a file is a backup, sound, and of a form that this server knows. */
function check(file: string): void {
  try {
    const database = new DatabaseSync(file, { readOnly: true })
    try {
      database.prepare(`SELECT count(*) FROM ${filesTable}`).get()
      const form = Number(database.prepare('PRAGMA user_version').get()?.['user_version'])
      if (form > migrations.length) {
        throw new BackupError(
          `${file} was made by a newer server: it has form ${form}, this one knows ${migrations.length}`,
        )
      }
      const found = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check']
      if (found !== 'ok') throw new BackupError(`${file} is damaged: ${found}`)
    } finally {
      database.close()
    }
  } catch (error) {
    if (error instanceof BackupError) throw error
    throw new BackupError(`${file} is no backup of a Chappe server`, { cause: error })
  }
}

const chunkBytes = 4 * 1024 * 1024

async function copy(from: string, to: string, progress: Progress): Promise<void> {
  const size = statSync(from).size
  const chunk = new Uint8Array(chunkBytes)
  const source = openSync(from, 'r')
  const target = openSync(to, 'wx', 0o600)
  try {
    for (let done = 0; done < size; ) {
      const length = readSync(source, chunk, 0, chunkBytes, done)
      if (length === 0) break
      for (let written = 0; written < length; ) written += writeSync(target, chunk, written, length - written)
      done += length
      progress(Math.min(0.99, done / size))
      // Lets a signal be heard.
      await new Promise((next) => setImmediate(next))
    }
  } finally {
    closeSync(source)
    closeSync(target)
  }
}

function takeFilesOut(store: string, folder: string): void {
  const database = new DatabaseSync(store)
  try {
    for (const kept of keptFolders) mkdirSync(join(folder, kept), { mode: 0o700 })
    for (const { name, content } of database.prepare(`SELECT name, content FROM ${filesTable}`).all()) {
      if (typeof name !== 'string' || !(content instanceof Uint8Array)) continue
      const kept = keptFolders.find((known) => name === `${known}/${basename(name)}`)
      if (kept === undefined) throw new BackupError(`the backup holds a file that no server has: ${name}`)
      const path = join(folder, kept, basename(name))
      writeFileSync(path, content, { mode: 0o600, flush: true })
      if (basename(name).startsWith('public')) chmodSync(path, 0o644)
    }
    database.exec(`PRAGMA synchronous = FULL; DROP TABLE ${filesTable}`)
  } finally {
    database.close()
  }
}
