import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { type Client, createClient } from '@chappe/client'
import type { BenchOptions, BenchRow } from '../row.ts'
import { ended, spawnOnCore } from '../server/pinned.ts'

/** So many requests are unanswered at a time. */
const UNANSWERED = 16

interface Place {
  readonly port: number
  readonly botApiPort: number
  readonly publicKey: string
  readonly token: string
}

interface Measured {
  readonly perSecond: number
  /** Of the server, µs each. */
  readonly cpu: number
  /** From the request to the arrival, ms. */
  readonly p50: number
  readonly p99: number
}

/**
 * The HTTP Bot API inside the server: messages from HTTP to a person's device, and from the person to a bot that polls. The
 * server has one core, the bot and the person the other.
 */
export async function run(report: (row: BenchRow) => void, { quick }: BenchOptions): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'chappe-bench-'))
  const script = new URL('./server-process.ts', import.meta.url).href
  const server = spawnOnCore(0, script, [data])
  const stop = (): void => void server.kill('SIGKILL')
  process.once('exit', stop)
  const agent = new Agent({ keepAlive: true, maxSockets: UNANSWERED + 1 })
  let person: Client | undefined
  try {
    const place = await told<Place>(server)
    const call = (method: string, params: object): Promise<unknown> => post(agent, place, method, params)
    person = createClient({
      ...{ apiId: 1, apiHash: 'bench', log: false, serverPublicKey: place.publicKey },
      dcs: { id: 2, host: '127.0.0.1', port: place.port },
    })
    await person.start({ phone: '9996610001', code: () => '11111', name: 'Person' })
    await person.sendMessage('@bench_bot', 'begin')
    await call('getUpdates', { timeout: 5 })
    const count = quick ? 1_000 : 10_000
    for (const [op, measure] of [
      ['sent over HTTP, to the device', () => sending(server, call, person as Client, count)],
      ['polled', () => polling(server, call, person as Client, count)],
    ] as const) {
      await measure()
      const { perSecond, cpu, p50, p99 } = await measure()
      const row = { bench: 'bot-api', case: op, subject: 'chappe' }
      report({ ...row, op: `${UNANSWERED} at a time`, value: perSecond, unit: 'msg/s' })
      report({ ...row, op: 'server CPU', value: cpu, unit: 'µs/msg' })
      report({ ...row, op: 'half arrive within', value: p50, unit: 'ms' })
      report({ ...row, op: '99 of 100 arrive within', value: p99, unit: 'ms' })
    }
  } finally {
    await person?.close()
    agent.destroy()
    process.off('exit', stop)
    server.kill('SIGTERM')
    await ended(server)
    rmSync(data, { recursive: true, force: true })
  }
}

type Call = (method: string, params: object) => Promise<unknown>

async function sending(server: ChildProcess, call: Call, person: Client, count: number): Promise<Measured> {
  const chat = Number(person.userId)
  const arrivals = watchArrivals(count)
  const forget = person.on('message', ({ text, out }) => {
    if (!out) arrivals.note(text)
  })
  try {
    return await timed(server, arrivals, (name) => call('sendMessage', { chat_id: chat, text: name }))
  } finally {
    forget()
  }
}

async function polling(server: ChildProcess, call: Call, person: Client, count: number): Promise<Measured> {
  const arrivals = watchArrivals(count)
  const bot = await person.resolve('@bench_bot')
  let offset = 0
  const poll = async (): Promise<void> => {
    while (!arrivals.areAll()) {
      const updates = (await call('getUpdates', { offset, timeout: 1 })) as {
        readonly update_id: number
        readonly message?: { readonly text?: string }
      }[]
      for (const { update_id, message } of updates) {
        offset = update_id + 1
        arrivals.note(message?.text ?? '')
      }
    }
  }
  const polled = poll()
  const measured = await timed(server, arrivals, (name) => person.sendMessage(bot, name))
  await polled
  return measured
}

interface Arrivals {
  readonly count: number
  readonly sentAt: Map<string, number>
  readonly took: number[]
  readonly all: Promise<void>
  areAll(): boolean
  note(text: string): void
}

function watchArrivals(count: number): Arrivals {
  const sentAt = new Map<string, number>()
  const took: number[] = []
  const all = Promise.withResolvers<void>()
  return {
    ...{ count, sentAt, took, all: all.promise },
    areAll: () => took.length >= count,
    note(text) {
      const sent = sentAt.get(text)
      if (sent === undefined) return
      sentAt.delete(text)
      took.push(performance.now() - sent)
      if (took.length === count) all.resolve()
    },
  }
}

let runs = 0

async function timed(
  server: ChildProcess,
  arrivals: Arrivals,
  send: (name: string) => Promise<unknown>,
): Promise<Measured> {
  const { count, sentAt, took } = arrivals
  const run = ++runs
  const before = await cpuOf(server)
  const start = performance.now()
  let next = 0
  const sender = async (): Promise<void> => {
    while (next < count) {
      const name = `${run}: message ${next++}`
      sentAt.set(name, performance.now())
      await send(name)
    }
  }
  await Promise.all(Array.from({ length: UNANSWERED }, sender))
  await arrivals.all
  const seconds = (performance.now() - start) / 1_000
  const cpu = (await cpuOf(server)) - before
  took.sort((a, b) => a - b)
  const at = (share: number): number => Number((took[Math.floor(took.length * share)] ?? 0).toPrecision(3))
  return { perSecond: Math.round(count / seconds), cpu: Math.round(cpu / count), p50: at(0.5), p99: at(0.99) }
}

function told<Value>(server: ChildProcess): Promise<Value> {
  return new Promise((resolve, reject) => {
    server.once('message', (value: Value) => resolve(value))
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
  })
}

async function cpuOf(server: ChildProcess): Promise<number> {
  const answer = told<{ readonly cpu: number }>(server)
  server.send('cpu')
  return (await answer).cpu
}

function post(agent: Agent, { botApiPort, token }: Place, method: string, params: object): Promise<unknown> {
  const body = JSON.stringify(params)
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        ...{ agent, host: '127.0.0.1', port: botApiPort, path: `/bot${token}/${method}`, method: 'POST' },
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => {
          text += chunk
        })
        response.on('end', () => {
          const answer: { readonly ok: boolean; readonly result: unknown } = JSON.parse(text)
          if (answer.ok) resolve(answer.result)
          else reject(new Error(text))
        })
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}
