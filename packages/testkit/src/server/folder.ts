import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { labKeyPem } from './lab-key.ts'

/** Where the server of a lab has its store, files and queues of bots. */
export interface LabFolder {
  readonly path: string
  /** A copy of all that is committed, as a process would find it that was killed at this moment. */
  copy(): FolderCopy
  /** Has what was copied in place of what is there. Nobody may have it open. */
  replaceBy(copy: FolderCopy): void
  /** Removes it, unless it was given to the lab. */
  remove(): void
}

export interface FolderCopy {
  readonly path: string
  remove(): void
}

/** What belongs to a running server and is made anew by the next one. */
const notCopied = /(?:-shm|\.sock|\.lock)$|^lock$/

/** @param data where all is to stay; undefined for a temporary folder */
export function openFolder(data: string | undefined): LabFolder {
  const path = data ?? mkdtempSync(join(tmpdir(), 'chappe-lab-'))
  const keys = join(path, 'keys')
  const privateKey = join(keys, 'private.pem')
  mkdirSync(keys, { recursive: true })
  try {
    writeFileSync(privateKey, labKeyPem, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    // A folder of a lab or server before has its key.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  return {
    path,
    copy() {
      // In one turn: what this process writes it writes in turns of its own.
      const to = mkdtempSync(join(tmpdir(), 'chappe-lab-'))
      cpSync(path, to, { recursive: true, filter: (from) => !notCopied.test(from) })
      return { path: to, remove: () => rmSync(to, { recursive: true, force: true }) }
    },
    replaceBy(copy) {
      for (const name of readdirSync(path)) rmSync(join(path, name), { recursive: true, force: true })
      cpSync(copy.path, path, { recursive: true })
    },
    remove() {
      if (data === undefined) rmSync(path, { recursive: true, force: true })
    },
  }
}
