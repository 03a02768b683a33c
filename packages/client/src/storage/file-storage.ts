import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ClientError } from '../errors.ts'
import type { ClientStorage } from './storage.ts'

/**
 * Keeps every value in a file of its own in `folder`, readable by its owner alone. A new value is written beside the old
 * one, brought to disk and then renamed over it, so a crash leaves either the one or the other.
 */
export function createStorage(folder: string): ClientStorage {
  let queue: Promise<unknown> = Promise.resolve()
  let prepared = false
  const pathOf = (name: string): string => {
    if (!/^[a-z0-9-]+$/.test(name)) throw new ClientError('STORAGE_INVALID', `no name for a file: ${name}`)
    return join(folder, name)
  }

  async function write(name: string, value: Uint8Array | undefined): Promise<void> {
    if (!prepared) await mkdir(folder, { recursive: true, mode: 0o700 })
    prepared = true
    const path = pathOf(name)
    if (value === undefined) {
      await rm(path, { force: true })
    } else {
      const beside = `${path}.new`
      const file = await open(beside, 'w', 0o600)
      try {
        await file.writeFile(value)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(beside, path)
    }
    await syncFolder(folder)
  }

  return {
    async load(name) {
      const path = pathOf(name)
      await queue.catch(() => {})
      try {
        return new Uint8Array(await readFile(path))
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
        throw error
      }
    },
    save(name, value) {
      // One after the other: two writers of one name would share the file beside it.
      const written = queue.catch(() => {}).then(() => write(name, value))
      queue = written
      return written
    },
  }
}

/** A rename is durable once its folder is; Windows has no such call and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
