import { dirname, join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { sealedPieces } from '../blobs/check.ts'
import { ObjectError, type ObjectStore } from '../blobs/objects.ts'
import { sealedSize } from '../blobs/sealed.ts'
import { BackupError, type Progress } from './backup-format.ts'

/**
 * The files beside a backup. They are objects that are never changed once they are written, under names that are never given
 * twice, so backups that lie side by side share one folder of them, and each adds what came since the last.
 */
export function backupFilesFolder(file: string, given: string | undefined): string {
  return given === undefined ? join(dirname(resolve(file)), 'chappe-files') : resolve(given)
}

/** An object that a store knows of. */
export interface KnownObject {
  readonly name: string
  readonly size: number
  /** It belongs to something that people were sent; others are parts of files that were just being uploaded. */
  readonly needed: boolean
}

/** What is to lie beside a store, or a backup of it. */
export function knownObjects(path: string): KnownObject[] {
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    const has = database.prepare(`SELECT 1 FROM sqlite_master WHERE name = 'file_objects'`).get()
    if (has === undefined) return []
    const rows = database
      .prepare(
        `SELECT o.name, o.size, EXISTS (SELECT 1 FROM blobs b WHERE b.object = o.name) AS needed
         FROM file_objects o WHERE o.remove_at IS NULL ORDER BY o.name`,
      )
      .all()
    return rows.map(({ name, size, needed }) => ({ name: String(name), size: Number(size), needed: needed === 1 }))
  } finally {
    database.close()
  }
}

/** Throws `BackupError` if a file that people were sent is not in the folder beside a backup, or has another length. */
export async function requireObjects(known: readonly KnownObject[], place: ObjectStore, where: string): Promise<void> {
  let lacking = 0
  for (const { name, size, needed } of known) {
    if (needed && (await place.size(name)) !== sealedSize(size)) lacking++
  }
  if (lacking > 0) throw new BackupError(`${lacking} files of the backup are not in ${where}, or not whole`)
}

/** Copies objects that are not there yet. */
export async function copyObjects(
  known: readonly KnownObject[],
  from: ObjectStore,
  to: ObjectStore,
  progress: Progress,
): Promise<void> {
  for (const [at, { name, size, needed }] of known.entries()) {
    progress(at / known.length)
    const length = sealedSize(size)
    const there = await to.size(name)
    if (there === length) continue
    if (there !== undefined) await to.remove(name)
    try {
      await to.write(name, sealedPieces(from, name, length))
    } catch (error) {
      // A part of an upload that was used or dropped since.
      if (!needed && error instanceof ObjectError) continue
      throw error instanceof ObjectError ? new BackupError(`a file is damaged: ${error.message}; see fsck`) : error
    }
  }
}
