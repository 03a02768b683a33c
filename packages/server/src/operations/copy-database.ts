import { chmodSync, existsSync, statSync } from 'node:fs'
import { backup, DatabaseSync } from 'node:sqlite'
import type { Progress } from './backup-format.ts'

/** All pages in one step: the copy of a store that others write to would begin anew with each of their commits. */
const inOneStep = -1
const lookEveryMs = 200

/** A database as it is at one moment, also while a server writes to it. */
export async function copyDatabase(from: string, to: string, progress: Progress): Promise<void> {
  const size = statSync(from).size
  const source = new DatabaseSync(from)
  const look = setInterval(() => {
    if (existsSync(to)) progress(Math.min(0.99, statSync(to).size / size))
  }, lookEveryMs)
  try {
    source.exec('PRAGMA busy_timeout = 5000; PRAGMA query_only = ON')
    await backup(source, to, { rate: inOneStep })
  } finally {
    clearInterval(look)
    source.close()
  }
  chmodSync(to, 0o600)
}
