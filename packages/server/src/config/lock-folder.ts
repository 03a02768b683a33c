import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ConfigError } from './config-error.ts'

/**
 * Keeps a second server out of a data folder, until the answer is called or the process ends in whatever way: the lock is
 * an open transaction on a file of its own, which the system gives up with the process.
 */
export function lockFolder(folder: string): () => void {
  const unlock = tryLockFolder(folder)
  if (unlock !== undefined) return unlock
  throw new ConfigError(`another server is running on the data folder ${folder}, or a command that changes it`)
}

/** The same; undefined while somebody else has the lock. */
export function tryLockFolder(folder: string): (() => void) | undefined {
  const path = join(folder, 'chappe.lock')
  const lock = open(path)
  try {
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if (isBusy(error)) return undefined
    throw unusable(path, error)
  }
  return () => lock.close()
}

function open(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path)
  } catch (error) {
    throw unusable(path, error)
  }
}

/** SQLITE_BUSY: somebody else has the lock. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5
}

function unusable(path: string, error: unknown): ConfigError {
  return new ConfigError(`${path}: ${error instanceof Error ? error.message : String(error)}`)
}
