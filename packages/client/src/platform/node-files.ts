import { constants, type FileHandle, open, rename } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { PlatformFiles } from './platform.ts'

export const nodeFiles: PlatformFiles = {
  nameOf: (path) => basename(path),

  async open(path) {
    const file = await open(path, 'r')
    const { size, mtimeMs } = await file.stat()
    return {
      size,
      modifiedAt: Math.floor(mtimeMs),
      read: (offset, length) => readAt(file, offset, length),
      close: () => file.close(),
    }
  },

  async openToWrite(path) {
    const file = await open(path, constants.O_CREAT | constants.O_RDWR, 0o666)
    const { size } = await file.stat()
    return {
      size,
      async write(offset, bytes) {
        for (let done = 0; done < bytes.length; ) {
          const { bytesWritten } = await file.write(bytes, done, bytes.length - done, offset + done)
          done += bytesWritten
        }
      },
      truncate: (to) => file.truncate(to),
      sync: () => file.datasync(),
      close: () => file.close(),
    }
  },

  async rename(from, to) {
    await rename(from, to)
    // A rename is durable once its folder is; Windows has no such call and needs none.
    if (process.platform === 'win32') return
    const folder = await open(dirname(to), 'r')
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  },
}

async function readAt(file: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, offset + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return bytes.subarray(0, filled)
}
