import type { RsaPublicKey } from '@chappe/crypto'
import { type ClientEndpoint, createClientEndpoint } from '../endpoint/client-endpoint.ts'
import type { StoredClientKey } from '../endpoint/client-endpoint-options.ts'
import { RequestError } from '../endpoint/client-failure.ts'
import type { SessionLimits } from '../session/limits.ts'
import { type AppMessage, decodeApp, encodeApp, type NewsMessage } from './application.ts'
import type { Law } from './laws.ts'
import { acceptOf, clockOf, type Life } from './life.ts'
import type { Network } from './network.ts'
import type { PacketJournal } from './packet-journal.ts'
import type { SeededRandom } from './random.ts'
import type { Carrier, ClientSetup } from './schedule.ts'
import { createNodeClock, type NodeClock, type Timeline } from './timeline.ts'

export interface ClientNodeOptions {
  readonly timeline: Timeline
  readonly network: Network
  readonly journal: PacketJournal
  readonly random: SeededRandom
  readonly index: number
  readonly setup: ClientSetup
  readonly publicKey: RsaPublicKey
  readonly key: StoredClientKey | undefined
  readonly limitsOf: (carrier: Carrier) => Partial<SessionLimits>
  /** Whether the server gave up pushes of this session number. */
  readonly isLossy: (session: number) => boolean
  readonly fail: (law: Law, what: string) => void
  /** A packet or a message was refused. */
  readonly onRefused: (what: string) => void
  readonly trace: (what: string) => void
}

type Fate = 'open' | 'answered' | 'cancelled'

interface Asked {
  readonly workMs: number
  readonly bytes: number
  readonly answerBytes: number
  /** Gives the request up in the process that sent it. */
  abort: AbortController
  fate: Fate
}

/**
 * One client: what it has stored, and the process that comes and goes, which is the real endpoint and an application that
 * asks, listens and keeps a copy of its log. It stores what it asks, what it was answered and what it has heard at once.
 */
export class ClientNode {
  readonly clock: NodeClock
  readonly asked: Map<number, Asked> = new Map()
  /** Of each session of the server, how many of its pushes have come. */
  readonly pushed: Map<number, number> = new Map()
  readonly #options: ClientNodeOptions
  readonly #log = new Set<number>()
  #upTo = 0
  #lostKeys = 0
  #stored: StoredClientKey | undefined
  #carrier: Carrier
  /** Of the process. */
  #life: Life = { number: 0, over: false }
  #endpoint: ClientEndpoint
  #differences = 0
  #connectedAt = Number.POSITIVE_INFINITY

  constructor(options: ClientNodeOptions) {
    this.#options = options
    this.clock = createNodeClock(options.timeline)
    this.#stored = options.key
    this.#carrier = options.setup.carrier
    this.#endpoint = this.#createEndpoint(this.#life)
  }

  #createEndpoint(life: Life): ClientEndpoint {
    const { timeline, network, index, setup, publicKey, limitsOf, fail, onRefused, trace } = this.#options
    const clock = clockOf(life, this.clock)
    const random = life.number === 0 ? this.#options.random : this.#options.random.branch(`life/${life.number}`)
    const wires = random.branch('wires')
    const carrier = this.#carrier
    clock.after(0, () => this.#catchUp(life))
    return createClientEndpoint({
      connect: (accept, signal) =>
        network.connect(index, { ...setup, carrier }, clock, wires, acceptOf(life, accept), signal),
      publicKeys: [publicKey],
      dc: { id: 2 },
      random: random.branch('endpoint').bytes,
      clock,
      key: this.#stored,
      saveKey: async (key) => {
        if (!life.over) this.#stored = key
      },
      sessionLimits: limitsOf(carrier),
      onUpdate: (body) => this.#onUpdate(body),
      onNewSession: () => this.#catchUp(life),
      // A connection that it was making may fail after its end.
      onState: (state) => {
        if (life.over) return
        trace(`client ${index} is ${state}`)
        this.#connectedAt = state === 'connected' ? timeline.now : Number.POSITIVE_INFINITY
      },
      onKeyLost: () => {
        this.#lostKeys++
      },
      onViolation: (error) => {
        trace(`client ${index} refuses: ${error.code}`)
        onRefused(error.code)
      },
      onFatal: (error) => fail('keys last', `client ${index} gave up: ${error.message}`),
      log: (event) => {
        trace(`client ${index} ${event.type} ${'why' in event ? event.why : 'code' in event ? event.code : ''}`)
        if (event.type === 'failure') fail('no defects', `${event.what}: ${String(event.error)}`)
      },
    })
  }

  /** How it speaks with the server, or will when it is started again. */
  get carrier(): Carrier {
    return this.#carrier
  }

  /** Its process ends without a word. */
  kill(serverNoticesAfter: number, carrier: Carrier): void {
    const { network, index, trace } = this.#options
    trace(`client ${index} is killed`)
    this.#life.over = true
    this.#carrier = carrier
    this.#connectedAt = Number.POSITIVE_INFINITY
    network.leave(index, serverNoticesAfter)
  }

  /** Starts it again, if its process has ended. */
  start(): void {
    if (!this.#life.over) return
    this.#life = { number: this.#life.number + 1, over: false }
    this.#differences = 0
    this.#endpoint = this.#createEndpoint(this.#life)
    for (const [key, asked] of this.asked) {
      if (asked.fate !== 'open') continue
      asked.abort = new AbortController()
      this.#send(key, asked)
    }
  }

  get pendingCount(): number {
    return this.#endpoint.pendingCount
  }

  /** Keys that the client took for lost. */
  get lostKeys(): number {
    return this.#lostKeys
  }

  /** Since when it says that it is connected; infinity while it does not. */
  get connectedAt(): number {
    return this.#connectedAt
  }

  get hasKey(): boolean {
    return this.#stored !== undefined
  }

  get endpoint(): ClientEndpoint {
    return this.#endpoint
  }

  /** While there is no process, nobody asks. */
  ask(workMs: number, bytes: number, answerBytes: number): void {
    if (this.#life.over) return
    const key = this.asked.size + 1
    const asked: Asked = { workMs, bytes, answerBytes, abort: new AbortController(), fate: 'open' }
    this.asked.set(key, asked)
    this.#send(key, asked)
  }

  /** Gives up the latest request that has no answer yet. */
  cancel(): void {
    const open = [...this.asked.values()].filter((asked) => asked.fate === 'open').at(-1)
    if (open === undefined) return
    open.fate = 'cancelled'
    open.abort.abort()
  }

  /** What of a log of this length is not here. */
  missing(length: number): number[] {
    const missing: number[] = []
    for (let pts = this.#upTo + 1; pts <= length; pts++) if (!this.#log.has(pts)) missing.push(pts)
    return missing
  }

  get catchingUp(): boolean {
    return this.#differences > 0
  }

  #send(key: number, asked: Asked): void {
    const { index, fail, random, journal } = this.#options
    const { workMs, bytes, answerBytes } = asked
    const life = this.#life.number
    const message: AppMessage = { kind: 'ask', client: index, life, key, workMs, bytes: answerBytes }
    this.#endpoint.request(encodeApp(message, bytes, random.bytes), { signal: asked.abort.signal }).then(
      (body) => {
        const answer = decodeApp(body)
        if (answer.kind !== 'answer' || answer.key !== key || answer.client !== index) {
          fail('answers', `request ${index}/${key} was answered by ${JSON.stringify(answer)}`)
        } else if (body.length < answerBytes) {
          fail('answers', `the answer to ${index}/${key} has ${body.length} bytes instead of ${answerBytes}`)
        } else if (asked.fate !== 'open') {
          fail('answers', `request ${index}/${key} was answered although it was ${asked.fate}`)
        }
        asked.fate = 'answered'
        journal.answered(`${index}/${key}`)
      },
      (error: unknown) => {
        if (isCode(error, 'ABORTED') && asked.fate === 'cancelled') return
        if (isCode(error, 'ANSWER_LOST')) this.#send(key, asked)
        else fail('answers', `request ${index}/${key} failed: ${String(error)}`)
      },
    )
  }

  #catchUp(life: Life): void {
    const { index, fail, random } = this.#options
    this.#differences++
    const question: AppMessage = { kind: 'difference', client: index, life: life.number, from: this.#upTo }
    this.#endpoint.request(encodeApp(question, 0, random.bytes)).then(
      (body) => {
        this.#differences--
        const answer = decodeApp(body)
        if (answer.kind !== 'events') fail('answers', `the difference is ${JSON.stringify(answer)}`)
        else this.#upTo = Math.max(this.#upTo, answer.upTo)
      },
      (error: unknown) => {
        this.#differences--
        if (isCode(error, 'ANSWER_LOST')) this.#catchUp(life)
        else fail('answers', `the difference failed: ${String(error)}`)
      },
    )
  }

  #onUpdate(body: Uint8Array): void {
    const { index, fail, trace, isLossy } = this.#options
    const news = decodeApp(body)
    if (news.kind !== 'news' && news.kind !== 'tooLong') {
      fail('pushes', `${JSON.stringify(news)} came as an update`)
      return
    }
    trace(`client ${index} hears ${JSON.stringify(news)}`)
    const before = this.pushed.get(news.session) ?? 0
    const inOrder = isLossy(news.session) ? news.count > before : news.count === before + 1
    if (!inOrder || news.client !== index) {
      fail('pushes', `client ${index} got push ${describe(news)} after ${before}`)
    }
    this.pushed.set(news.session, Math.max(before, news.count))
    if (news.kind === 'tooLong') this.#catchUp(this.#life)
    else this.#log.add(news.pts)
  }
}

function describe({ client, session, count }: Omit<NewsMessage, 'kind'>): string {
  return `${count} of session ${session} for client ${client}`
}

function isCode(error: unknown, code: RequestError['code']): boolean {
  return error instanceof RequestError && error.code === code
}
