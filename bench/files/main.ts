import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { closeSync, createReadStream, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BenchOptions, BenchRow } from '../row.ts'
import { ended, spawnOnCore } from '../server/pinned.ts'
import { type ServerHandle, startServer } from '../server/server-handle.ts'
import { cryptoAlone, tcpCopy } from './alone.ts'
import { type Chat, openChat } from './chat-latency.ts'
import { forgetPeak, memoryOf } from './memory-of.ts'
import type { Job, Moved } from './mover-process.ts'

const MIB = 1_048_576

interface Sizes {
  /** Of the first with all, of the others with our client alone: peers need minutes for them, and mtcute takes 4,000 parts at most. */
  readonly large: readonly number[]
  /** Is moved before anything is measured. */
  readonly warm: number
  readonly smallFiles: number
  readonly connections: readonly number[]
}

const FULL: Sizes = { large: [256 * MIB, 2048 * MIB], warm: 64 * MIB, smallFiles: 1000, connections: [1, 4] }
const QUICK: Sizes = { large: [96 * MIB], warm: 32 * MIB, smallFiles: 50, connections: [4] }
const SMALL_BYTES = 100 * 1024
/** So many small files are under way at a time. */
const SMALL_AT_ONCE = 8
const SUBJECTS = ['chappe', 'mtcute', 'gramjs'] as const

type Report = (op: string, subject: string, value: number, unit: string) => void

/**
 * Files up and down through the real server, beside a plain copy over TCP and the cryptography alone. The server has one
 * core and each client another, as far as the machine allows; two people talk meanwhile.
 */
export async function run(report: (row: BenchRow) => void, options: BenchOptions): Promise<void> {
  const sizes = options.quick ? QUICK : FULL
  const folder = mkdtempSync(join(tmpdir(), 'chappe-bench-files-'))
  const row =
    (name: string): Report =>
    (op, subject, value, unit) =>
      report({ bench: 'files', case: name, op, subject, value: Number(value.toPrecision(3)), unit })
  try {
    const large = sizes.large.map((size) => ({ size, path: writeFile(join(folder, `large-${size}`), size) }))
    const warm = writeFile(join(folder, 'warm'), sizes.warm)
    const small = Array.from({ length: sizes.smallFiles }, (_, i) => writeFile(join(folder, `small-${i}`), SMALL_BYTES))
    const alone = row('alone')
    const { seal, open } = cryptoAlone()
    alone('crypto of the sender, one core', 'chappe', seal, 'MB/s')
    alone('crypto of the receiver, one core', 'chappe', open, 'MB/s')
    const tcp = await tcpCopy(Math.max(...sizes.large.map((size) => Math.min(size, 512 * MIB))))
    alone('plain TCP copy, upload', 'tcp', tcp.upload, 'MB/s')
    alone('plain TCP copy, download', 'tcp', tcp.download, 'MB/s')
    for (const connections of sizes.connections) {
      for (const subject of options.profile === undefined ? SUBJECTS : (['chappe'] as const)) {
        const paths = { large: subject === 'chappe' ? large : large.slice(0, 1), small, warm }
        await measure({
          ...paths,
          subject,
          connections,
          row,
          folder: join(folder, 'data'),
          profile: options.profile,
        })
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Measured {
  readonly subject: string
  readonly connections: number
  readonly large: readonly { readonly size: number; readonly path: string }[]
  readonly warm: string
  readonly small: readonly string[]
  readonly folder: string
  readonly profile: string | undefined
  readonly row: (name: string) => Report
}

/** All of one client with one server. */
async function measure(measured: Measured): Promise<void> {
  const { subject, connections, large, warm, small, folder, profile, row } = measured
  const server = await startServer(folder, subject === 'chappe' ? profile : undefined)
  const chat = await openChat(server)
  const profiling = profile === undefined || subject !== 'chappe' ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]
  const key = Buffer.from(server.publicKey).toString('hex')
  const script = new URL('mover-process.ts', import.meta.url).href
  const phone = '9996630001'
  const child = spawnOnCore(1, script, [subject, String(server.port), key, phone, String(connections)], profiling)
  const end = ended(child)
  end.catch(() => {})
  const answer = async (): Promise<Moved> => {
    const [moved] = await Promise.race([once(child, 'message'), end.then(() => Promise.reject(new Error('it ended')))])
    return moved
  }
  const ask = (job: Job): Promise<Moved> => {
    child.send(job)
    return answer()
  }
  try {
    await answer()
    // What comes with the first file is not counted: code that is compiled, heaps that grow to what they have under any load.
    await ask({ job: 'upload and send', paths: [warm], atOnce: 1 })
    const { sha256 } = await ask({ job: 'download', paths: [warm], atOnce: 1, hash: true })
    if (sha256 !== (await digestOf(warm))) throw new Error(`${subject} got other bytes than it sent`)
    const plural = connections === 1 ? 'connection' : 'connections'
    for (const { size, path } of large) {
      const one = row(`${size / MIB} MiB, ${connections} ${plural}`)
      await moveLarge({ one, subject, large: path, bytes: size, ask, chat, server, pid: child.pid ?? 0 })
    }
    const many = row(`${small.length} of ${SMALL_BYTES / 1024} KiB, ${connections} ${plural}`)
    const bytes = small.length * SMALL_BYTES
    const up = await ask({ job: 'upload and send', paths: small, atOnce: SMALL_AT_ONCE })
    many('uploaded and sent', subject, bytes / up.seconds / 1e6, 'MB/s')
    const down = await ask({ job: 'download', paths: small, atOnce: SMALL_AT_ONCE })
    many('download', subject, bytes / down.seconds / 1e6, 'MB/s')
  } finally {
    child.disconnect()
    await end.catch(() => {})
    await chat.close()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

interface LargeFile {
  readonly one: Report
  readonly subject: string
  readonly large: string
  readonly bytes: number
  readonly ask: (job: Job) => Promise<Moved>
  readonly chat: Chat
  readonly server: ServerHandle
  readonly pid: number
}

async function moveLarge({ one, subject, large, bytes, ask, chat, server, pid }: LargeFile): Promise<void> {
  for (const job of ['upload', 'send', 'download'] as const) {
    const idle = { client: memoryOf(pid).now, server: memoryOf(server.pid).now }
    forgetPeak(pid)
    forgetPeak(server.pid)
    const before = await server.usage()
    const moving = ask({ job, paths: [large], atOnce: 1 })
    const p99 = await chat.p99(moving)
    const moved = await moving
    const after = await server.usage()
    if (job === 'download' && moved.bytes !== bytes) throw new Error(`${subject} got ${moved.bytes} bytes`)
    const op = job === 'send' ? 'put together and sent' : job
    one(op, subject, bytes / moved.seconds / 1e6, 'MB/s')
    // On a machine that has other things to do, the processor's time says more than the clock's.
    one(
      `${op}, for each second of the server's processor`,
      subject,
      bytes / (after.cpuMicroseconds - before.cpuMicroseconds),
      'MB',
    )
    if (job !== 'send')
      one(`${op}, for each second of the client's processor`, subject, bytes / moved.cpuSeconds / 1e6, 'MB')
    one(`${op}, memory of the client over idle`, subject, Math.max(0, memoryOf(pid).peak - idle.client), 'MiB')
    one(`${op}, memory of the server over idle`, subject, Math.max(0, memoryOf(server.pid).peak - idle.server), 'MiB')
    one(`${op}, chat message p99`, subject, p99, 'ms')
  }
}

function writeFile(path: string, bytes: number): string {
  const file = openSync(path, 'w')
  for (let left = bytes; left > 0; left -= MIB) writeSync(file, randomBytes(Math.min(left, MIB)))
  closeSync(file)
  return path
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(path)) hash.update(piece)
  return hash.digest('hex')
}
