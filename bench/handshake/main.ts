import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parsePublicKey, type RsaPublicKey } from '@chappe/crypto'
import { type ClientEndpoint, connectTcp, createClientEndpoint } from '@chappe/transport'
import type { BenchRow } from '../row.ts'
import { computing } from './computing.ts'

interface Ready {
  readonly port: number
  readonly publicKey: string
}
interface Usage {
  readonly cpuMs: number
  readonly refused: number
  readonly halfOpen: number
}

/** Other processes only ever add to a round. */
const ROUNDS = 5
const HANDSHAKES = 40
const WARM_UP = 60
const PING_EVERY_MS = 5
const PHASE_MS = 6000
const WARM_UP_MS = 1000

/**
 * What a handshake costs a server, and what a flood of them costs those who are there: over loopback sockets, with the
 * server, the attacker and the one who pings in processes of their own. A ping is a query that is echoed.
 */
export async function run(report: (row: BenchRow) => void): Promise<void> {
  const server = start('server.ts', [])
  try {
    const { port, publicKey }: Ready = await message(server)
    const key = parsePublicKey(publicKey)
    const row = (name: string, op: string, value: number, unit: string): void =>
      report({ bench: 'handshake', case: name, op, subject: 'chappe', value: Number(value.toPrecision(3)), unit })

    row('without sockets, best of 40 rounds', 'server CPU for each', await computing(random), 'ms')
    for (let i = 0; i < WARM_UP; i++) await handshake(port, key)
    let cpu = Number.POSITIVE_INFINITY
    let elapsed = Number.POSITIVE_INFINITY
    for (let round = 0; round < ROUNDS; round++) {
      const [before, startedAt] = [await usage(server), performance.now()]
      for (let i = 0; i < HANDSHAKES; i++) await handshake(port, key)
      elapsed = Math.min(elapsed, (performance.now() - startedAt) / HANDSHAKES)
      cpu = Math.min(cpu, ((await usage(server)).cpuMs - before.cpuMs) / HANDSHAKES)
    }
    row('one after the other, best of 5 rounds', 'server CPU for each', cpu, 'ms')
    row('one after the other, best of 5 rounds', 'time for each, both sides', elapsed, 'ms')

    const client = connect(port, key)
    await ping(client)
    await pings(client, WARM_UP_MS)
    const quiet = await pings(client, PHASE_MS)
    row('nothing else', 'ping, p50', percentile(quiet, 0.5), 'ms')
    row('nothing else', 'ping, p99', percentile(quiet, 0.99), 'ms')

    const flood = start('flood.ts', [String(port), publicKey])
    try {
      await pings(client, WARM_UP_MS)
      const [first, floodedAt] = [await handshakesOf(flood), performance.now()]
      const flooded = await pings(client, PHASE_MS)
      const seconds = (performance.now() - floodedAt) / 1000
      const name = 'flood of half-open handshakes'
      row(name, 'ping, p50', percentile(flooded, 0.5), 'ms')
      row(name, 'ping, p99', percentile(flooded, 0.99), 'ms')
      row(name, 'pings answered', flooded.length, 'of them all')
      row(name, 'handshakes begun', ((await handshakesOf(flood)) - first) / seconds, '/s')
      row(name, 'half-open at the end', (await usage(server)).halfOpen, 'exchanges')
    } finally {
      await stop(flood)
    }
    await client.close()
  } finally {
    await stop(server)
  }
}

const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length))

function connect(port: number, key: RsaPublicKey): ClientEndpoint {
  return createClientEndpoint({
    connect: (accept, signal) => connectTcp({ host: '127.0.0.1', port, random, accept, signal }),
    publicKeys: [key],
    dc: { id: 2 },
    random,
    saveKey: async () => {},
  })
}

/** A key exchange and one query under the new key. */
async function handshake(port: number, key: RsaPublicKey): Promise<void> {
  const client = connect(port, key)
  await ping(client)
  await client.close()
}

/** A query of no known method. */
const PING = Uint8Array.of(1, 0, 0, 0x7f, 1, 2, 3, 4)

async function ping(client: ClientEndpoint): Promise<void> {
  await client.request(PING, { timeoutMs: 30_000 })
}

/** Round trips of pings sent at even times, however long each takes, in ms. */
async function pings(client: ClientEndpoint, forMs: number): Promise<number[]> {
  const times: number[] = []
  const waiting: Promise<void>[] = []
  const end = performance.now() + forMs
  while (performance.now() < end) {
    const sentAt = performance.now()
    waiting.push(ping(client).then(() => void times.push(performance.now() - sentAt)))
    await pause(PING_EVERY_MS)
  }
  await Promise.all(waiting)
  return times.sort((a, b) => a - b)
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

function start(file: string, args: readonly string[]): ChildProcess {
  const path = fileURLToPath(new URL(file, import.meta.url))
  return fork(path, args, { execArgv: ['--conditions=@chappe/source'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const exited = once(child, 'exit')
  child.disconnect()
  await exited
}

async function message<T>(child: ChildProcess): Promise<T> {
  const over = new AbortController()
  const { signal } = over
  try {
    const [received] = await Promise.race([
      once(child, 'message', { signal }),
      once(child, 'exit', { signal }).then(() => Promise.reject(new Error('a process of the benchmark ended'))),
    ])
    return received
  } finally {
    over.abort()
  }
}

function usage(server: ChildProcess): Promise<Usage> {
  server.send('usage')
  return message(server)
}

async function handshakesOf(flood: ChildProcess): Promise<number> {
  flood.send('handshakes')
  const { handshakes } = await message<{ readonly handshakes: number }>(flood)
  return handshakes
}
