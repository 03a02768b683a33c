import {
  accessSync,
  constants,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Config } from '../config/config.ts'
import { lockFolder } from '../config/lock-folder.ts'
import { checkRsaKey } from '../keys/rsa-key.ts'
import { missingCommits, notedMissing } from '../store/sqlite/engine/acknowledged.ts'
import { migrations } from '../store/sqlite/migrations/migrations.ts'

/** What one look found; `advice` says what to do about it. */
export interface Finding {
  readonly verdict: 'ok' | 'warning' | 'failure'
  readonly what: string
  readonly found: string
  readonly advice?: string | undefined
}

const minNode = [22, 16] as const
const mib = 1024 ** 2

export function checkNode(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const found = `version ${process.versions.node}`
  const good = major > minNode[0] || (major === minNode[0] && minor >= minNode[1])
  return good ? ok('Node', found) : failure('Node', found, `install Node ${minNode.join('.')} or later`)
}

export function checkFolder({ data }: Config): Finding {
  const what = 'data folder'
  const path = resolve(data)
  try {
    if (!existsSync(path)) {
      accessSync(nearestFolder(path), constants.W_OK)
      return ok(what, `${path} will be made on the first start`)
    }
    const stat = statSync(path)
    if (!stat.isDirectory()) return failure(what, `${path} is a file`, 'name a folder by --data')
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK)
    if (process.platform !== 'win32' && (stat.mode & 0o077) !== 0) {
      return warning(what, `${path} is open to other users of this machine`, `chmod 700 ${path}`)
    }
    return ok(what, path)
  } catch (error) {
    return failure(what, reason(error), 'give this user the right to write there, or name another folder by --data')
  }
}

const lowSpace = 1024 * mib
const noSpace = 100 * mib

export function checkSpace({ data }: Config): Finding {
  const { bavail, bsize } = statfsSync(nearestFolder(resolve(data)))
  const free = bavail * bsize
  const found = `${Math.floor(free / mib)} MiB free`
  if (free < noSpace) return failure('disk space', found, 'free some, or move the data folder to a larger disk')
  return free < lowSpace ? warning('disk space', found, 'free some soon') : ok('disk space', found)
}

const slowFlushMs = 50

/** Whether the disk takes a flush, and how long it takes: every message waits for one. */
export function checkFlush({ data }: Config): Finding {
  const what = 'flush to disk'
  const parent = nearestFolder(resolve(data))
  try {
    const folder = mkdtempSync(join(parent, 'chappe-doctor-'))
    try {
      const begun = performance.now()
      const times = 5
      for (let i = 0; i < times; i++) writeFileSync(join(folder, `${i}`), 'x', { flush: true })
      const each = (performance.now() - begun) / times
      const found = `${each.toFixed(1)} ms`
      return each > slowFlushMs ? warning(what, found, 'sending will be slow; use a local disk') : ok(what, found)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  } catch (error) {
    return failure(what, reason(error), 'the file system must take fsync; use a local disk')
  }
}

export function checkStore({ data }: Pick<Config, 'data'>): Finding {
  const what = 'store'
  const path = join(data, 'chappe.db')
  if (!existsSync(path)) return ok(what, 'none yet')
  try {
    // Whoever may write gives up what the log holds behind some damage when closing.
    const database = new DatabaseSync(path, { readOnly: true })
    try {
      database.exec('PRAGMA busy_timeout = 5000')
      const form = Number(database.prepare('PRAGMA user_version').get()?.['user_version'])
      if (form > migrations.length) {
        return failure(
          what,
          `it has form ${form}, this server knows up to ${migrations.length}`,
          'start a newer server',
        )
      }
      const found = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check']
      if (found !== 'ok') return failure(what, String(found), 'restore a backup: chappe-server restore --help')
      const incomplete = checkComplete(path)
      if (incomplete !== undefined) return incomplete
      const size = `${(statSync(path).size / mib).toFixed(1)} MiB, sound`
      return ok(
        what,
        form < migrations.length ? `${size}; the next start brings it to form ${migrations.length}` : size,
      )
    } finally {
      database.close()
    }
  } catch (error) {
    return failure(what, reason(error), 'restore a backup: chappe-server restore --help')
  }
}

const missingAdvice = 'see "When something is missing" in docs/operating.md'

/** What was acknowledged and is not there, as far as that was written down. */
function checkComplete(path: string): Finding | undefined {
  const missing = missingCommits(path)
  if (missing > 0) {
    const found = `sound, but ${missing} acknowledged commits are missing: the log is damaged, or was taken away`
    return failure('store', found, missingAdvice)
  }
  const noted = notedMissing(path)
  if (noted === 0) return undefined
  const found = `sound, but ${noted} acknowledged commits were missing when the server was started`
  return warning('store', found, `${missingAdvice}, and then remove ${path}-incomplete`)
}

/** The key by which clients know this server: whoever loses it loses them all. */
export function checkKeys({ data }: Config): Finding {
  const what = 'key'
  const advice = 'restore it from a backup: clients know the server by this key alone'
  const path = join(data, 'keys', 'private.pem')
  const { wrong, fingerprint } = checkRsaKey(join(data, 'keys'))
  if (wrong !== undefined)
    return fingerprint === undefined ? failure(what, wrong, advice) : warning(what, wrong, advice)
  if (fingerprint !== undefined) {
    if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
      return warning(what, `${path} is open to other users of this machine`, `chmod 600 ${path}`)
    }
    return ok(what, `fingerprint ${fingerprint}`)
  }
  if (!existsSync(join(data, 'chappe.db'))) return ok(what, 'none yet')
  return failure(what, `there is a store, but no ${path}; the next start would make another key`, advice)
}

/** Whether a server runs on the data folder now. */
export function isRunning({ data }: Config): boolean {
  if (!existsSync(join(data, 'chappe.lock'))) return false
  try {
    lockFolder(data)()
    return false
  } catch {
    return true
  }
}

export async function checkPort(what: string, host: string, port: number, running: boolean): Promise<Finding> {
  if (port === 0) return ok(what, 'any free one')
  const error = await tryToListen(host, port)
  if (error === undefined) return ok(what, `${host}:${port} is free`)
  if (running && error.includes('EADDRINUSE')) return ok(what, `${host}:${port} is in use, and a server is running`)
  return failure(what, error, `end what uses it, or choose another ${what === 'port' ? '--port' : '--metrics-port'}`)
}

function tryToListen(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error) => resolve(error.message))
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
}

const wantedFiles = 4096
const neededFiles = 256
/** Those that are no client's: the store, the log, what Node holds. */
const ownFiles = 64

/** How many connections the system lets one process have. */
export function checkOpenFiles(): Finding {
  const what = 'open files'
  const limit = openFileLimit()
  if (limit === undefined) return ok(what, 'the limit is not known here')
  const found = `${limit}, so some ${Math.max(0, limit - ownFiles)} connections`
  const advice = 'raise it: ulimit -n 65536, or LimitNOFILE=65536 in a systemd unit'
  if (limit < neededFiles) return failure(what, found, advice)
  return limit < wantedFiles ? warning(what, found, advice) : ok(what, found)
}

function openFileLimit(): number | undefined {
  try {
    const line = readFileSync('/proc/self/limits', 'utf8').match(/^Max open files +(\d+|unlimited)/m)
    return line?.[1] === 'unlimited' ? Number.POSITIVE_INFINITY : line?.[1] === undefined ? undefined : Number(line[1])
  } catch {
    return undefined
  }
}

/** No server of this version ran before: 2026-01-01. */
const earliestMs = 1_767_225_600_000
const clockAdvice = 'set the clock, and keep it set: timedatectl set-ntp true'

/** Clients refuse a server whose clock is far from theirs ("Security Guidelines": 300 s behind, 30 s ahead). */
export function checkClock({ data }: Config, now: number): Finding {
  const what = 'clock'
  const found = new Date(now).toISOString()
  if (now < earliestMs) return failure(what, `${found} has long gone`, clockAdvice)
  const paths = [join(data, 'chappe.db'), join(data, 'chappe.db-wal')].filter((path) => existsSync(path))
  const newest = Math.max(0, ...paths.map((path) => statSync(path).mtimeMs))
  if (newest > now + 30_000) {
    return failure(what, `${found}, but the store was written at ${new Date(newest).toISOString()}`, clockAdvice)
  }
  const synchronised = ['/run/systemd/timesync/synchronized', '/run/chrony', '/run/ntpd.pid']
  if (process.platform === 'linux' && !synchronised.some((path) => existsSync(path))) {
    return warning(what, `${found}; nothing seems to keep it right`, clockAdvice)
  }
  return ok(what, found)
}

function nearestFolder(path: string): string {
  let folder = path
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder)
  return folder
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function ok(what: string, found: string): Finding {
  return { verdict: 'ok', what, found }
}

function warning(what: string, found: string, advice: string): Finding {
  return { verdict: 'warning', what, found, advice }
}

function failure(what: string, found: string, advice: string): Finding {
  return { verdict: 'failure', what, found, advice }
}
