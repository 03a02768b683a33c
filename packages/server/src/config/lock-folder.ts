import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ConfigError } from './config.ts'

/**
 * Keeps a second server out of a data folder, until the answer is called or the process ends in whatever way: the lock is
 * an open transaction on a file of its own, which the system gives up with the process.
 */
export function lockFolder(folder: string): () => void {
  const lock = new DatabaseSync(join(folder, 'chappe.lock'))
  try {
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch {
    lock.close()
    throw new ConfigError(`another server is running on the data folder ${folder}`)
  }
  return () => lock.close()
}
