import { existsSync, linkSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openFolderObjects } from '../blobs/folder-objects.ts'
import { type BlobSettings, openObjects } from '../blobs/open-blobs.ts'
import { ConfigError } from '../config/config-error.ts'
import { systemClock } from '../ports/clock.ts'
import { addBotApi, copyBotApi } from './backup-bot-api.ts'
import { appendDigest, digestMark } from './backup-digest.ts'
import { backupFilesFolder, copyObjects, knownObjects } from './backup-files.ts'
import { BackupError, filesTable, keptFolders, type Progress } from './backup-format.ts'
import { copyDatabase } from './copy-database.ts'
import { syncToDisk } from './sync-to-disk.ts'

/** A data folder, and where its files lie. */
export interface BackupSettings extends Omit<BlobSettings, 'data'> {
  readonly data: string
}

/**
 * Writes the store and the keys of a data folder to a file, also while a server runs on it: the copy is made within one
 * read, which writers do not disturb. A digest of all of it stands at its end. The file comes to be as a whole or not at all, and never in place of another.
 */
export async function backup(
  settings: BackupSettings,
  file: string,
  progress: Progress,
  backupFiles?: string,
): Promise<void> {
  const { data } = settings
  const store = join(data, 'chappe.db')
  if (!existsSync(store)) throw new ConfigError(`${data} holds no store to back up`)
  if (existsSync(file)) throw new ConfigError(`${file} exists already`)
  const folder = dirname(resolve(file))
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new ConfigError(`${file} cannot be made: there is no folder ${folder}`)
  }
  const partial = `${resolve(file)}.${process.pid}.partial`
  const partialOfBots = `${partial}.bots`
  try {
    await copyBotApi(data, partialOfBots, (done) => progress(done / 4))
    await copyDatabase(store, partial, (done) => progress(0.25 + done / 4))
    addFiles(partial, data, partialOfBots)
    await copyFiles(settings, partial, backupFilesFolder(file, backupFiles), (done) => progress(0.5 + done / 2.1))
    await appendDigest(partial)
    syncToDisk(partial)
    // Unlike a renaming, this fails where a file of this name has come up meanwhile.
    linkSync(partial, file)
  } finally {
    for (const path of [partial, partialOfBots]) rmSync(path, { force: true })
  }
  syncToDisk(folder)
  progress(1)
}

/** The files that the copy of the store knows of, beside it. */
async function copyFiles(settings: BackupSettings, copy: string, folder: string, progress: Progress): Promise<void> {
  const known = knownObjects(copy)
  if (known.length === 0) return
  const from = await openObjects(settings, { clock: systemClock })
  try {
    await copyObjects(known, from, await openFolderObjects(folder), progress)
  } finally {
    await from.close()
  }
}

function addFiles(path: string, data: string, ofBots: string): void {
  const copy = new DatabaseSync(path)
  try {
    copy.exec(`PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL; PRAGMA application_id = ${digestMark}; BEGIN;
      CREATE TABLE ${filesTable} (name TEXT PRIMARY KEY, content BLOB NOT NULL) STRICT`)
    const insert = copy.prepare(`INSERT INTO ${filesTable} (name, content) VALUES (?, ?)`)
    for (const folder of keptFolders) {
      for (const name of readdirSync(join(data, folder))) {
        insert.run(`${folder}/${name}`, readFileSync(join(data, folder, name)))
      }
    }
    addBotApi(copy, ofBots)
    copy.exec('COMMIT')
    const found = copy.prepare('PRAGMA quick_check(1)').get()?.['quick_check']
    if (found !== 'ok') throw new BackupError(`the store is damaged: ${found}`)
  } finally {
    copy.close()
  }
}
