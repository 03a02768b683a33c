import type { FileHandle } from 'node:fs/promises'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { StoreError } from '../store/errors.ts'
import { checkObjectName, isObjectName, ObjectError, type ObjectStore } from './objects.ts'

/** Where objects are until they are whole. */
const unfinishedFolder = 'unfinished'

/**
 * Objects as files, in folders by the first two digits of their names, so that no folder holds too many. An object is written
 * beside them, flushed, and given its name: it is whole or not there, also after a power failure.
 */
export async function openFolderObjects(
  folder: string,
  /** Told of each object for which the disk has no room. */
  onNoRoom: (error: StoreError) => void = () => {},
): Promise<ObjectStore> {
  const unfinished = join(folder, unfinishedFolder)
  await mkdir(unfinished, { recursive: true, mode: 0o700 })
  const made = new Set<string>()

  const folderOf = (name: string): string => join(folder, name.slice(0, 2))
  const pathOf = (name: string): string => {
    checkObjectName(name)
    return join(folderOf(name), name)
  }

  const makeFolderOf = async (name: string): Promise<void> => {
    const path = folderOf(name)
    if (made.has(path)) return
    await mkdir(path, { recursive: true, mode: 0o700 })
    await flushFolder(folder)
    made.add(path)
  }

  return {
    async write(name, content) {
      const path = pathOf(name)
      const partial = join(unfinished, name)
      try {
        const file = await open(partial, 'wx', 0o600)
        try {
          let written = 0
          for await (const parts of inBatches(content)) {
            await writeAll(file, parts)
            // Commits wait for what the system has to flush: a large file is flushed bit by bit.
            if (++written % batchesOfFlush === 0) await file.datasync()
          }
          await file.sync()
        } finally {
          await file.close()
        }
        await makeFolderOf(name)
        await rename(partial, path)
      } catch (error) {
        await rm(partial, { force: true })
        if (!isNoRoom(error)) throw error
        const noRoom = new StoreError('UNAVAILABLE', 'nothing can be stored: there is no room for a file', {
          cause: error,
        })
        onNoRoom(noRoom)
        throw noRoom
      }
      await flushFolder(folderOf(name))
    },

    async read(name, offset, length) {
      const file = await openToRead(pathOf(name), name)
      try {
        const bytes = Buffer.allocUnsafe(length)
        for (let done = 0; done < length; ) {
          const { bytesRead } = await file.read(bytes, done, length - done, offset + done)
          if (bytesRead === 0) throw new ObjectError('SHORT', name)
          done += bytesRead
        }
        return bytes
      } finally {
        await file.close()
      }
    },

    async size(name) {
      try {
        return (await stat(pathOf(name))).size
      } catch (error) {
        if (isMissing(error)) return undefined
        throw error
      }
    },

    async remove(name) {
      await rm(pathOf(name), { force: true })
    },

    async list(after, limit) {
      const found = []
      const folders = (await readdir(folder)).filter((one) => /^[0-9a-f]{2}$/.test(one)).sort()
      for (const one of folders) {
        if (one < after.slice(0, 2)) continue
        const names = (await readdir(join(folder, one))).filter((name) => isObjectName(name) && name > after).sort()
        for (const name of names) {
          try {
            const { size, mtimeMs } = await stat(join(folder, one, name))
            found.push({ name, size, writtenAt: mtimeMs })
          } catch (error) {
            // It was removed meanwhile.
            if (!isMissing(error)) throw error
          }
          if (found.length === limit) return found
        }
      }
      return found
    },

    async removeUnfinished(before) {
      for (const name of await readdir(unfinished)) {
        const path = join(unfinished, name)
        try {
          if ((await stat(path)).mtimeMs < before) await rm(path, { force: true })
        } catch (error) {
          if (!isMissing(error)) throw error
        }
      }
    },

    async close() {},
  }
}

/** So much is written at once: each write is handed to another thread and back. */
const batchBytes = 1_048_576
const batchesOfFlush = 16

async function* inBatches(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array[]> {
  let batch: Uint8Array[] = []
  let size = 0
  for await (const bytes of content) {
    batch.push(bytes)
    size += bytes.length
    if (size < batchBytes) continue
    yield batch
    batch = []
    size = 0
  }
  if (batch.length > 0) yield batch
}

async function writeAll(file: FileHandle, parts: Uint8Array[]): Promise<void> {
  let { bytesWritten } = await file.writev(parts)
  for (const bytes of parts) {
    // What a write has not taken follows.
    for (let done = Math.min(bytesWritten, bytes.length); ; ) {
      bytesWritten -= Math.min(bytesWritten, bytes.length)
      if (done === bytes.length) break
      done += (await file.write(bytes, done, bytes.length - done)).bytesWritten
    }
  }
}

async function openToRead(path: string, name: string): Promise<FileHandle> {
  try {
    return await open(path, 'r')
  } catch (error) {
    if (isMissing(error)) throw new ObjectError('MISSING', name, { cause: error })
    throw error
  }
}

async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** A full disk, a quota of the system, or files that may not grow so large. */
const noRoomCodes: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

function isNoRoom(error: unknown): boolean {
  return error instanceof Error && 'code' in error && noRoomCodes.has(error.code)
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
