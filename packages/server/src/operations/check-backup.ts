import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { openFolderObjects } from '../blobs/folder-objects.ts'
import { ConfigError } from '../config/config-error.ts'
import { migrations } from '../store/sqlite/migrations/migrations.ts'
import { checkDigest, type DigestOutcome } from './backup-digest.ts'
import { backupFilesFolder, knownObjects, requireObjects } from './backup-files.ts'
import { BackupError, filesTable, type Progress } from './backup-format.ts'

/** What is known of a backup that is whole. */
export interface CheckedBackup extends DigestOutcome {
  /** The form of its store. */
  readonly form: number
}

/** Whether a file is a backup, as it was written, sound, and of a form that this server knows. Throws `BackupError` if not. */
export async function checkBackup(file: string, progress: Progress): Promise<CheckedBackup> {
  if (!existsSync(file)) throw new ConfigError(`there is no file ${file}`)
  const outcome = await checkDigest(file, progress)
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
      return { ...outcome, form }
    } finally {
      database.close()
    }
  } catch (error) {
    if (error instanceof BackupError) throw error
    throw new BackupError(`${file} is no backup of a Chappe server`, { cause: error })
  }
}

/** The same, and whether the files that belong to it are there. */
export async function verify(file: string, progress: Progress, backupFiles?: string): Promise<CheckedBackup> {
  const checked = await checkBackup(file, progress)
  const known = knownObjects(file)
  const folder = backupFilesFolder(file, backupFiles)
  if (known.some(({ needed }) => needed)) {
    if (!existsSync(folder)) throw new BackupError(`the files of the backup should be in ${folder}`)
    await requireObjects(known, await openFolderObjects(folder), folder)
  }
  return checked
}

/** What to say of a backup in which damage cannot be seen. */
export const noDigest = 'it was made by an earlier version and has no digest, so damage to it cannot be seen'
