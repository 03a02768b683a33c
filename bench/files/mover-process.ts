// One client in a process of its own, told what to do by the benchmark.
import { createHash } from 'node:crypto'
import type { Mover } from './mover.ts'

/** What the benchmark asks for; each is answered by a `Moved`. */
export type Job = {
  readonly job: 'upload' | 'send' | 'upload and send' | 'download'
  readonly paths: readonly string[]
  readonly atOnce: number
  readonly hash?: boolean
}

export interface Moved {
  readonly seconds: number
  readonly bytes: number
  readonly cpuSeconds: number
  /** Of the last file that was downloaded, if it was asked for. */
  readonly sha256?: string | undefined
}

const [subject, port, publicKeyInHex, phone, connections] = process.argv.slice(2)
const MOVERS: Readonly<
  Record<
    string,
    () => Promise<{
      createMover(options: Parameters<typeof import('./chappe-mover.ts').createMover>[0]): Promise<Mover>
    }>
  >
> = {
  chappe: () => import('./chappe-mover.ts'),
  mtcute: () => import('./mtcute-mover.ts'),
  gramjs: () => import('./gramjs-mover.ts'),
}
const load = MOVERS[subject ?? '']
if (load === undefined) throw new TypeError(`there is no client ${subject}`)
const { createMover } = await load()
const mover = await createMover({
  port: Number(port),
  publicKey: Buffer.from(publicKeyInHex ?? '', 'hex').toString(),
  phone: phone ?? '',
  connections: Number(connections),
})
const uploaded = new Map<string, unknown>()
const sent = new Map<string, unknown>()

async function carryOut(job: Job): Promise<Moved> {
  const hash = createHash('sha256')
  let bytes = 0
  const one = async (path: string): Promise<void> => {
    if (job.job === 'upload' || job.job === 'upload and send') uploaded.set(path, await mover.upload(path))
    if (job.job === 'upload') return
    if (job.job === 'send' || job.job === 'upload and send')
      sent.set(path, await mover.send(uploaded.get(path), 'a.bin'))
    else bytes += await mover.download(sent.get(path), (piece) => void (job.hash === true && hash.update(piece)))
  }
  const cpu = process.cpuUsage()
  const began = performance.now()
  const left = [...job.paths]
  const worker = async (): Promise<void> => {
    for (let path = left.shift(); path !== undefined; path = left.shift()) await one(path)
  }
  await Promise.all(Array.from({ length: job.atOnce }, worker))
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(cpu)
  return { seconds, bytes, cpuSeconds: (user + system) / 1_000_000, sha256: job.hash ? hash.digest('hex') : undefined }
}

process.on('message', (job: Job) => {
  carryOut(job).then(
    (moved) => process.send?.(moved),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
})
process.on('disconnect', () => process.exit(0))
process.send?.('ready')
