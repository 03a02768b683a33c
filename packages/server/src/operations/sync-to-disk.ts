import { closeSync, fsyncSync, openSync } from 'node:fs'

/** Resolves what was written to a file, or which names a folder holds, to the disk itself. */
export function syncToDisk(path: string): void {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
