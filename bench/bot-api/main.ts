import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { type Client, createClient } from '@chappe/client'
import type { BenchOptions, BenchRow } from '../row.ts'
import { ended, spawnOnCore } from '../server/pinned.ts'

/** So many requests are unanswered at a time. */
const UNANSWERED = 16
/** The same where many are: with few, the bot and the server take turns in waiting for each other. */
const MANY_UNANSWERED = 64
/** Who write to the bot. */
const PEOPLE = 8
/** Half of what is to be reached, by the second. */
const HALF_RATE = 1_000

interface Place {
  readonly port: number
  readonly botApiPort: number
  readonly publicKey: string
  readonly token: string
  /** The username of the bot, with `@`. */
  readonly bot: string
}

interface Measured {
  readonly perSecond: number
  /** Of the server and the Bot API, µs each. */
  readonly cpu: number
  /** From the request to the arrival, ms. */
  readonly p50: number
  readonly p99: number
}

/** One way in which the Bot API runs, with the processes whose time it takes. */
interface Subject {
  readonly name: string
  readonly place: Place
  readonly processes: readonly ChildProcess[]
}

/**
 * The HTTP Bot API: messages from HTTP to a person's device, and from people to a bot that polls and to one that has a webhook. Inside the server, and in a process of its own that reaches it by TCP. The server and the API have one core together, the
 * bot and the person the other.
 */
export async function run(report: (row: BenchRow) => void, options: BenchOptions): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'chappe-bench-'))
  const { profile } = options
  const profiled = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]
  const server = spawnOnCore(0, new URL('./server-process.ts', import.meta.url).href, [join(data, 'server')], profiled)
  const children = [server]
  const stop = (): void => {
    for (const child of children) child.kill('SIGKILL')
  }
  process.once('exit', stop)
  try {
    const { alone: second, ...place } = await told<Place & { readonly alone: Pick<Place, 'token' | 'bot'> }>(server)
    await measure({ name: 'chappe', place, processes: [server] }, report, options)
    const where = [String(place.port), place.publicKey, join(data, 'bots.db')]
    const alone = spawnOnCore(0, new URL('./alone-process.ts', import.meta.url).href, where)
    children.push(alone)
    const { botApiPort } = await told<{ readonly botApiPort: number }>(alone)
    const processes = [server, alone]
    await measure({ name: 'alone', place: { ...place, ...second, botApiPort }, processes }, report, options)
  } finally {
    process.off('exit', stop)
    for (const child of children.reverse()) {
      child.kill('SIGTERM')
      await ended(child)
    }
    rmSync(data, { recursive: true, force: true })
  }
}

async function measure(subject: Subject, report: (row: BenchRow) => void, { quick }: BenchOptions): Promise<void> {
  const { name, place, processes } = subject
  const agent = new Agent({ keepAlive: true, maxSockets: MANY_UNANSWERED })
  const call: Call = (method, params) => post(agent, place, method, params)
  const people: Client[] = []
  try {
    for (let at = 0; at < PEOPLE; at++) {
      const client = createClient({
        ...{ apiId: 1, apiHash: 'bench', log: false, serverPublicKey: place.publicKey },
        dcs: { id: 2, host: '127.0.0.1', port: place.port },
      })
      people.push(client)
      await client.start({ phone: `${9_996_610_001 + at}`, code: () => '11111', name: `Person ${at}` })
      await client.sendMessage(place.bot, 'begin')
    }
    await call('getUpdates', { timeout: 5 })
    const count = quick ? 1_000 : 10_000
    for (const [op, phase] of [
      ['sent over HTTP, to the device', sending],
      ['polled', polling],
      ['sent to a webhook', webhook],
    ] as const) {
      const under = (pace: Pace): Promise<Measured> => phase({ call, people, bot: place.bot, processes }, pace)
      await under({ count })
      const { perSecond, cpu, p50, p99 } = await under({ count })
      const row = { bench: 'bot-api', case: op, subject: name }
      report({ ...row, op: `${UNANSWERED} at a time`, value: perSecond, unit: 'msg/s' })
      report({ ...row, op: 'server CPU', value: cpu, unit: 'µs/msg' })
      report({ ...row, op: 'half arrive within', value: p50, unit: 'ms' })
      report({ ...row, op: '99 of 100 arrive within', value: p99, unit: 'ms' })
      const many = await under({ count, unanswered: MANY_UNANSWERED })
      report({ ...row, op: `${MANY_UNANSWERED} at a time`, value: many.perSecond, unit: 'msg/s' })
      report({ ...row, op: `server CPU, ${MANY_UNANSWERED} at a time`, value: many.cpu, unit: 'µs/msg' })
      const half = await under({ count: quick ? count : 5_000, rate: HALF_RATE })
      report({ ...row, op: `99 of 100 arrive within, at ${HALF_RATE}/s`, value: half.p99, unit: 'ms' })
    }
  } finally {
    for (const person of people) await person.close()
    agent.destroy()
  }
}

type Call = (method: string, params: object) => Promise<unknown>

interface Parties {
  readonly call: Call
  readonly people: readonly Client[]
  /** Its username. */
  readonly bot: string
  readonly processes: readonly ChildProcess[]
}

/** How many messages, and how many begin each second; as soon as one of those under way has ended where that is not said. */
interface Pace {
  readonly count: number
  readonly rate?: number
  /** Default: 16. */
  readonly unanswered?: number
}

async function sending({ call, people: [person], processes }: Parties, pace: Pace): Promise<Measured> {
  if (person === undefined) throw new TypeError('there is nobody to send to')
  const chat = Number(person.userId)
  const arrivals = watchArrivals(pace.count)
  const forget = person.on('message', ({ text, out }) => {
    if (!out) arrivals.note(text)
  })
  try {
    return await timed(processes, arrivals, pace, (name) => call('sendMessage', { chat_id: chat, text: name }))
  } finally {
    forget()
  }
}

/** Each message is from the next one: what comes from one chat goes to a webhook one after another. */
async function speakers(people: readonly Client[], bot: string): Promise<(text: string) => Promise<unknown>> {
  const ways: ((text: string) => Promise<unknown>)[] = []
  for (const person of people) {
    const peer = await person.resolve(bot)
    ways.push((text) => person.sendMessage(peer, text))
  }
  let next = 0
  return async (text) => ways[next++ % ways.length]?.(text)
}

interface Told {
  readonly update_id: number
  readonly message?: { readonly text?: string }
}

async function polling({ call, people, bot, processes }: Parties, pace: Pace): Promise<Measured> {
  const arrivals = watchArrivals(pace.count)
  const say = await speakers(people, bot)
  let offset = 0
  const poll = async (): Promise<void> => {
    while (!arrivals.areAll()) {
      for (const { update_id, message } of (await call('getUpdates', { offset, timeout: 1 })) as Told[]) {
        offset = update_id + 1
        arrivals.note(message?.text ?? '')
      }
    }
    await call('getUpdates', { offset })
  }
  const polled = poll()
  const measured = await timed(processes, arrivals, pace, say)
  await polled
  return measured
}

async function webhook({ call, people, bot, processes }: Parties, pace: Pace): Promise<Measured> {
  const arrivals = watchArrivals(pace.count)
  const say = await speakers(people, bot)
  const receiver = createServer((incoming, response) => {
    let text = ''
    incoming.setEncoding('utf8')
    incoming.on('data', (chunk: string) => {
      text += chunk
    })
    incoming.on('end', () => {
      response.end()
      const { message }: Told = JSON.parse(text)
      arrivals.note(message?.text ?? '')
    })
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const { port } = receiver.address() as AddressInfo
  try {
    await call('setWebhook', { url: `http://127.0.0.1:${port}/`, max_connections: 100 })
    return await timed(processes, arrivals, pace, say)
  } finally {
    await call('deleteWebhook', {})
    receiver.close()
    receiver.closeAllConnections()
  }
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
  processes: readonly ChildProcess[],
  arrivals: Arrivals,
  { count, rate, unanswered = UNANSWERED }: Pace,
  send: (name: string) => Promise<unknown>,
): Promise<Measured> {
  const { sentAt, took } = arrivals
  const run = ++runs
  const before = await cpuOf(processes)
  const start = performance.now()
  let next = 0
  const sendNext = (): Promise<unknown> => {
    const name = `${run}: message ${next++}`
    sentAt.set(name, performance.now())
    return send(name)
  }
  if (rate === undefined) {
    const sender = async (): Promise<void> => {
      while (next < count) await sendNext()
    }
    await Promise.all(Array.from({ length: unanswered }, sender))
  } else {
    const sent: Promise<unknown>[] = []
    while (next < count) {
      const due = Math.min(count, ((performance.now() - start) / 1_000) * rate)
      while (next < due) sent.push(sendNext())
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    await Promise.all(sent)
  }
  await arrivals.all
  const seconds = (performance.now() - start) / 1_000
  const cpu = (await cpuOf(processes)) - before
  took.sort((a, b) => a - b)
  const at = (share: number): number => Number((took[Math.floor(took.length * share)] ?? 0).toPrecision(3))
  return { perSecond: Math.round(count / seconds), cpu: Math.round(cpu / count), p50: at(0.5), p99: at(0.99) }
}

function told<Value>(child: ChildProcess): Promise<Value> {
  return new Promise((resolve, reject) => {
    const fail = (code: number | null): void => reject(new Error(`${child.spawnfile} ended with ${code}`))
    child.once('message', (value: Value) => {
      child.off('exit', fail)
      resolve(value)
    })
    child.once('exit', fail)
  })
}

/** Of all of them, in µs. */
async function cpuOf(processes: readonly ChildProcess[]): Promise<number> {
  let sum = 0
  for (const child of processes) {
    const answer = told<{ readonly cpu: number }>(child)
    child.send('cpu')
    sum += (await answer).cpu
  }
  return sum
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
