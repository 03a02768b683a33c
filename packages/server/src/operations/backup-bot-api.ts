import { appendFileSync, closeSync, existsSync, openSync, readSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { botApiFile } from '../bot-api/bot-api-file.ts'
import { BackupError, filesTable, type Progress } from './backup-format.ts'
import { copyDatabase } from './copy-database.ts'

/** A database of any size goes into the table of files in pieces, since a value has an end at a gigabyte. */
const pieceBytes = 2 ** 24
const pieces = `${botApiFile}/`
const pieceDigits = 9

/**
 * Copies what waits for bots and where their webhooks lead. This goes before the store itself: what a bot's session has counted up to
 * must be in the store, while what the store has beyond it comes to the bot again.
 */
export async function copyBotApi(data: string, to: string, progress: Progress): Promise<void> {
  const from = join(data, botApiFile)
  if (!existsSync(from)) return
  try {
    await copyDatabase(from, to, progress)
  } catch (error) {
    throw new BackupError(`${from} cannot be read`, { cause: error })
  }
}

/** Puts that copy, if there is one, among the files of a backup. */
export function addBotApi(database: DatabaseSync, path: string): void {
  if (!existsSync(path)) return
  const insert = database.prepare(`INSERT INTO ${filesTable} (name, content) VALUES (?, ?)`)
  const file = openSync(path, 'r')
  try {
    const piece = new Uint8Array(pieceBytes)
    for (let index = 0; ; index++) {
      const length = readSync(file, piece)
      if (length === 0) return
      insert.run(`${pieces}${String(index).padStart(pieceDigits, '0')}`, piece.subarray(0, length))
    }
  } finally {
    closeSync(file)
  }
}

/** Takes it out into a data folder, and out of the table. */
export function takeBotApiOut(database: DatabaseSync, folder: string): void {
  const path = join(folder, botApiFile)
  rmSync(path, { force: true })
  const found = database.prepare(`SELECT name, content FROM ${filesTable} WHERE name GLOB ? ORDER BY name`)
  let any = false
  for (const { content } of found.iterate(`${pieces}*`)) {
    if (!(content instanceof Uint8Array)) continue
    appendFileSync(path, content, { mode: 0o600, flush: true })
    any = true
  }
  database.prepare(`DELETE FROM ${filesTable} WHERE name GLOB ?`).run(`${pieces}*`)
  if (any) skipUpdateIds(path)
}

/** More than any bot is told between a backup and the moment at which it is needed. */
const skippedIds = 2 ** 20

/**
 * A bot that goes on confirms by the last id that it had: what comes to it after a restore must not have ids that it has seen.
 */
function skipUpdateIds(path: string): void {
  const database = new DatabaseSync(path)
  try {
    database.exec(`PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL;
      UPDATE bots SET next_update = next_update + ${skippedIds}`)
  } finally {
    database.close()
  }
}
