import { createHash } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openFolderObjects } from '../blobs/folder-objects.ts'
import { openObjects } from '../blobs/open-blobs.ts'
import { ConfigError } from '../config/config-error.ts'
import { makeFolder } from '../config/make-folder.ts'
import { systemClock } from '../ports/clock.ts'
import type { BackupSettings } from './backup.ts'
import { takeBotApiOut } from './backup-bot-api.ts'
import { type DigestOutcome, eachChunk } from './backup-digest.ts'
import { backupFilesFolder, copyObjects, knownObjects } from './backup-files.ts'
import { BackupError, filesTable, keptFolders, type Progress } from './backup-format.ts'
import { type CheckedBackup, verify } from './check-backup.ts'
import { syncToDisk } from './sync-to-disk.ts'

/**
 * Makes a data folder from a backup, once all of that has been read and found as it was written. The folder must not hold anything yet, and comes to be as a whole or
 * not at all.
 */
export async function restore(
  file: string,
  settings: BackupSettings,
  progress: Progress,
  backupFiles?: string,
): Promise<CheckedBackup> {
  const { data } = settings
  if (existsSync(data) && !statSync(data).isDirectory()) throw new ConfigError(`${data} is no folder`)
  if (existsSync(data) && readdirSync(data).length > 0) {
    throw new ConfigError(`${data} is not empty, and nothing is overwritten: name another folder by --data`)
  }
  const checked = await verify(file, (done) => progress(done / 3), backupFiles)
  const target = resolve(data)
  const partial = `${target}.${process.pid}.partial`
  makeFolder(dirname(target))
  mkdirSync(partial, { mode: 0o700 })
  try {
    const store = join(partial, 'chappe.db')
    await copy(file, store, checked, (done) => progress(1 / 3 + done / 3))
    await takeObjects(store, { ...settings, data: partial }, backupFilesFolder(file, backupFiles), (done) =>
      progress(2 / 3 + done / 3.1),
    )
    takeFilesOut(store, partial)
    for (const path of [store, ...keptFolders.map((folder) => join(partial, folder)), partial]) syncToDisk(path)
    if (existsSync(target)) rmSync(target, { recursive: true })
    renameSync(partial, target)
  } finally {
    rmSync(partial, { recursive: true, force: true })
  }
  syncToDisk(dirname(target))
  progress(1)
  return checked
}

/** The files that belong to the store go to where they are to lie; what is there is left as it is. */
async function takeObjects(store: string, settings: BackupSettings, folder: string, progress: Progress): Promise<void> {
  const known = knownObjects(store)
  if (known.length === 0) return
  const to = await openObjects(settings, { clock: systemClock })
  try {
    await copyObjects(known, await openFolderObjects(folder), to, progress)
  } finally {
    await to.close()
  }
}

/** What was checked is copied, and compared once more: a file can change while it is read. */
async function copy(from: string, to: string, { length, digest }: DigestOutcome, progress: Progress): Promise<void> {
  const source = openSync(from, 'r')
  const target = openSync(to, 'wx', 0o600)
  const hash = createHash('sha256')
  try {
    const write = (chunk: Uint8Array): void => {
      hash.update(chunk)
      for (let written = 0; written < chunk.length; ) written += writeSync(target, chunk, written)
    }
    await eachChunk(source, length, write, progress)
  } finally {
    closeSync(source)
    closeSync(target)
  }
  if (digest !== undefined && hash.digest('hex') !== digest) {
    throw new BackupError(`${from} has changed while it was read`)
  }
}

function takeFilesOut(store: string, folder: string): void {
  const database = new DatabaseSync(store)
  try {
    for (const kept of keptFolders) mkdirSync(join(folder, kept), { mode: 0o700 })
    takeBotApiOut(database, folder)
    for (const { name, content } of database.prepare(`SELECT name, content FROM ${filesTable}`).all()) {
      if (typeof name !== 'string' || !(content instanceof Uint8Array)) continue
      const kept = keptFolders.find((known) => name === `${known}/${basename(name)}`)
      if (kept === undefined) throw new BackupError(`the backup holds a file that no server has: ${name}`)
      const path = join(folder, kept, basename(name))
      writeFileSync(path, content, { mode: 0o600, flush: true })
      if (basename(name).startsWith('public')) chmodSync(path, 0o644)
    }
    database.exec(`PRAGMA synchronous = FULL; PRAGMA application_id = 0; DROP TABLE ${filesTable}`)
  } finally {
    database.close()
  }
}
