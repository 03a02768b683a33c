import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { join, resolve } from 'node:path'

export interface LocalFile {
  /** Absolute. */
  readonly path: string
  readonly size: number
}

/** Files of one bot that were fetched, in a folder of their own. */
export interface LocalFiles {
  /**
   * Where a file lies, which is written as its parts come unless it is there already.
   *
   * @param name the same for the same content, and nothing but letters, digits, `-` and `_`, and an ending
   */
  fetch(name: string, parts: AsyncIterable<Uint8Array>): Promise<LocalFile>
}

export interface LocalFilesOptions {
  readonly folder: string
  readonly botId: number
  readonly random: (length: number) => Uint8Array
  /** Unix time in seconds. */
  readonly now: () => number
}

export function createLocalFiles({ folder, botId, random, now }: LocalFilesOptions): LocalFiles {
  const own = resolve(folder, String(botId))
  return {
    async fetch(name, parts) {
      const path = join(own, name)
      const there = await sizeOf(path)
      if (there !== undefined) {
        await utimes(path, now(), now())
        return { path, size: there }
      }
      await mkdir(own, { recursive: true, mode: 0o700 })
      // Under its name it is whole, also where the process ends in between.
      const begun = join(own, `${name}.${Buffer.from(random(8)).toString('hex')}.part`)
      const file = await open(begun, 'wx', 0o600)
      let size = 0
      try {
        for await (const part of parts) {
          await file.writeFile(part)
          size += part.length
        }
        await file.close()
        await utimes(begun, now(), now())
        await rename(begun, path)
      } catch (error) {
        await file.close()
        await rm(begun, { force: true })
        throw error
      }
      return { path, size }
    },
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size
  } catch {
    return undefined
  }
}

/** Removes what no bot has asked for since then (ms), and what was begun and never ended. */
export async function removeLocalFilesBefore(folder: string, time: number): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const found = await stat(path).catch(() => undefined)
    if (found !== undefined && found.mtimeMs < time) await rm(path, { force: true })
  }
}
