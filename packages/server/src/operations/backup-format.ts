/**
 * A backup is one SQLite file: the store as it was at one moment, with the files that stand beside it in the data folder
 * in a table of their own.
 */
export const filesTable = 'backup_files'

/** The files of the data folder that a backup holds, by folder. */
export const keptFolders: readonly string[] = ['keys']

/** Says how far some work is, 0 to 1. */
export type Progress = (done: number) => void

/** A file that is no backup, or not one that this server can read. */
export class BackupError extends Error {
  override readonly name = 'BackupError'
  readonly code = 'BACKUP_INVALID'
}
