import { AuthKey, bytesToBigInt } from '@chappe/crypto'
import { SERVER_KEY } from '../key-exchange/test-support.ts'
import type { SessionLimits } from '../session/limits.ts'
import { ClientNode } from './client-node.ts'
import { type Failure, type Law, LawBroken } from './laws.ts'
import { Network } from './network.ts'
import { PacketJournal } from './packet-journal.ts'
import { createSeededRandom, type SeededRandom } from './random.ts'
import { type Carrier, describe, type Happening, type Schedule } from './schedule.ts'
import { type KnownKey, ServerNode } from './server-node.ts'
import { Timeline } from './timeline.ts'

export interface RunOptions {
  /** Told of everything, as it happens. */
  readonly trace?: (line: string) => void
}

export interface RunResult {
  readonly failure: Failure | undefined
  /** Virtual ms. */
  readonly duration: number
  readonly asked: number
  readonly pushed: number
  /** A digest of all that happened: equal for equal schedules. */
  readonly digest: number
}

/** Some day in 2026, in ms. */
const EPOCH = 1_790_000_000_000
/** After the last event of the schedule the world stays as it is for so long, then all faults end. */
const AFTERMATH_MS = 2000
/** So long after the end of all faults, everybody has what is his, however long the server works on it. */
const HEALING_MS = 12 * 60_000
const LOOK_EVERY_MS = 5000
/** After the end of all faults everybody is back within the longest wait between two attempts and some time-outs. */
const RECONNECTED_MS = 4 * 60_000
/** Whoever has been connected for so long has heard what is pushed after so long: a few times the way there and back. */
const CALM_MS = 10_000
const PROMPT_MS = 3000
/** Whoever holds on to a stream that is out of step pings over it within a minute, waits 15 s for the answer and connects anew. */
const NOTICED_MS = 80_000
const SESSION_LIFETIME_MS = 10 * 60_000

/**
 * Small windows, so that a run of minutes meets their ends; small bounds, so that it meets those too. Nothing else
 * differs from what is shipped.
 */
const SERVER_WINDOW = 24
const MAX_OUTBOX_BYTES = 512 * 1024
const SERVER_LIMITS: Partial<SessionLimits> = { rememberedMessages: SERVER_WINDOW, maxOutboxBytes: MAX_OUTBOX_BYTES }
const CLIENT_LIMITS: Partial<SessionLimits> = { rememberedMessages: 64 }
/** Answers to POSTs overtake each other, so the window has to hold what a few large ones carry, as the shipped one does. */
const HTTP_CLIENT_LIMITS: Partial<SessionLimits> = { rememberedMessages: 256 }
/** All records that one session may hold: what it remembers of received packets, of sent ones, and what is unanswered. */
const MAX_RECORDS = 2000
/** The window of received messages, which is halved when it has twice its size, and next to nothing besides. */
const MAX_RECORDS_AT_REST = 2 * SERVER_WINDOW + 4
/** A run takes some tens of thousands; more is a storm of packets that answer each other. */
const MAX_TURNS = 60_000

/** Lets a schedule happen and says which law it broke, if any. */
export async function runSchedule(schedule: Schedule, options: RunOptions = {}): Promise<RunResult> {
  const random = createSeededRandom(`run ${schedule.seed}`)
  const start = EPOCH + random.int(3_600_000)
  const timeline = new Timeline(start, MAX_TURNS)
  const world = new World(schedule, options, random, timeline, start)
  let failure: Failure | undefined
  try {
    await world.run()
  } catch (error) {
    const broken = error instanceof LawBroken ? error : undefined
    const what =
      error instanceof Error ? (broken === undefined ? (error.stack ?? error.message) : error.message) : String(error)
    failure = { law: broken?.law ?? 'no defects', what, at: timeline.now - start }
  }
  return { failure: world.failure ?? failure, duration: timeline.now - start, ...world.figures }
}

class World {
  readonly #schedule: Schedule
  readonly #timeline: Timeline
  readonly #start: number
  readonly #network: Network
  readonly #server: ServerNode
  readonly #clients: ClientNode[] = []
  readonly #trace: (line: string) => void
  readonly #keys: (KnownKey | undefined)[]
  readonly #destroyed = new Set<number>()
  readonly #killed = new Set<number>()
  #digest = 0
  #pushed = 0
  #down = 0
  /** Faults that a client may rightly take for a key that is unknown to the server. */
  #damage = 0
  failure: Failure | undefined

  constructor(schedule: Schedule, options: RunOptions, random: SeededRandom, timeline: Timeline, start: number) {
    this.#schedule = schedule
    this.#timeline = timeline
    this.#start = start
    this.#trace = (what) => this.#note(what, options.trace)
    const onRefused = (what: string): void => {
      if (this.#damage === 0) this.#fail('nothing refused', what)
    }
    const journal = new PacketJournal(timeline, (what) => this.#fail('packed in order', what))
    this.#network = new Network(timeline, random.branch('network'), schedule.clients.length, journal, onRefused)
    const fail = (law: Law, what: string): void => this.#fail(law, what)
    const common = { timeline, network: this.#network, journal, fail, onRefused, trace: this.#trace }
    const rsaKey = SERVER_KEY
    const sessionLifetimeMs = SESSION_LIFETIME_MS
    this.#server = new ServerNode({
      ...common,
      sessionLimits: SERVER_LIMITS,
      random: random.branch('server'),
      rsaKey,
      sessionLifetimeMs,
      isOverHttp: (client) => this.#clients[client]?.carrier === 'http',
      wasKilled: (client) => client !== undefined && this.#killed.has(client),
    })
    this.#keys = schedule.clients.map((setup, client) =>
      setup.exchangesKey ? undefined : knownKey(client, random.branch(`key/${client}`), start),
    )
    for (const [index, setup] of schedule.clients.entries()) {
      const known = this.#keys[index]
      const key = known === undefined ? undefined : { key: known.key, salt: known.salt, timeOffset: 0 }
      const branch = random.branch(`client/${index}`)
      this.#clients.push(
        new ClientNode({
          ...common,
          limitsOf: (carrier: Carrier) => (carrier === 'http' ? HTTP_CLIENT_LIMITS : CLIENT_LIMITS),
          isLossy: (session) => this.#server.lossy.has(session),
          index,
          setup,
          key,
          random: branch,
          publicKey: rsaKey.publicKey,
        }),
      )
    }
  }

  get figures(): { readonly asked: number; readonly pushed: number; readonly digest: number } {
    const asked = this.#clients.reduce((sum, client) => sum + client.asked.size, 0)
    return { asked, pushed: this.#pushed, digest: this.#digest }
  }

  async run(): Promise<void> {
    for (const known of this.#keys) if (known !== undefined) await this.#server.know(known)
    this.#server.start()
    for (const event of this.#schedule.events) {
      await this.#until(event.at)
      this.#trace(`------- ${describe(event).trim()}`)
      this.#happen(event)
      this.#checkBounds()
    }
    const last = this.#schedule.events.at(-1)?.at ?? 0
    await this.#until(last + AFTERMATH_MS)
    this.#heal()
    const end = last + AFTERMATH_MS + HEALING_MS
    const prompt = await this.#checkPromptness(last + AFTERMATH_MS)
    for (let at = prompt; at < end; at += LOOK_EVERY_MS) {
      await this.#until(at)
      this.#checkBounds()
    }
    this.#checkEnd()
  }

  /** As soon as everybody has been connected for a while, everybody is told something. Gives the time after that. */
  async #checkPromptness(from: number): Promise<number> {
    let at = from + CALM_MS
    const calm = (): boolean =>
      this.#clients.every(({ connectedAt }) => this.#timeline.now >= connectedAt + CALM_MS) && this.#server.running
    for (await this.#until(at); !calm(); await this.#until(at)) {
      if (at > from + RECONNECTED_MS) this.#fail('promptness', 'a client does not come back')
      at += LOOK_EVERY_MS
    }
    // Over HTTP, the next POST is over a connection of its own.
    const overStream = (index: number): boolean => this.#clients[index]?.carrier === 'tcp'
    const deaf = [...this.#clients.keys()].filter((index) => overStream(index) && this.#network.isDamaged(index))
    for (const index of this.#clients.keys()) this.#server.push(index, 1, 50)
    at += PROMPT_MS
    await this.#until(at)
    for (const index of this.#clients.keys()) if (!deaf.includes(index)) this.#checkHeard(index)
    if (deaf.length === 0) return at
    at += NOTICED_MS
    await this.#until(at)
    for (const index of deaf) this.#checkHeard(index)
    return at
  }

  #checkHeard(index: number): void {
    const missing = this.#clients[index]?.missing(this.#server.logOf(index)) ?? []
    if (missing.length > 0) this.#fail('promptness', `client ${index} still lacks ${missing.join(', ')} of its log`)
  }

  async #until(at: number): Promise<void> {
    await this.#timeline.runUntil(this.#start + at)
    if (this.#timeline.exhausted) this.#fail('no defects', `${MAX_TURNS} things happened: this does not end`)
    if (this.failure !== undefined) throw new LawBroken(this.failure.law, this.failure.what)
  }

  #happen(event: Happening): void {
    switch (event.kind) {
      case 'ask':
        for (let i = 0; i < event.count; i++) {
          this.#clients[event.client]?.ask(event.workMs, event.bytes, event.answerBytes)
        }
        return
      case 'cancel':
        return this.#clients[event.client]?.cancel()
      case 'push':
        this.#pushed += event.count
        return this.#server.push(event.client, event.count, event.bytes)
      case 'weather':
        return this.#network.setWeather(event.client, event.direction, event.weather)
      case 'stall':
        return this.#network.wireOf(event.client)?.pipe(event.direction).stall(event.ms)
      case 'blackhole':
        return this.#network.wireOf(event.client)?.blackhole()
      case 'cut': {
        const { clientNoticesAfter, serverNoticesAfter, deliverRest } = event
        return this.#network.wireOf(event.client)?.cut(clientNoticesAfter, serverNoticesAfter, deliverRest)
      }
      case 'offline':
        return this.#network.offline(event.client, event.ms)
      case 'corrupt':
        this.#damage++
        return this.#network.wireOf(event.client)?.pipe(event.direction).corruptNext(event.bit)
      case 'duplicate':
        this.#damage++
        return this.#network.wireOf(event.client)?.pipe(event.direction).duplicateNext()
      case 'replay':
        return this.#network.replay(event.client, event.heldMs)
      case 'replayOld':
        this.#damage++
        return this.#network.replayOld(event.client, event.heldMs)
      case 'evict':
        return this.#server.evict(event.client)
      case 'destroy':
        this.#destroyed.add(event.client)
        return this.#server.destroy(event.client)
      case 'kill':
        return this.#kill(event.client, event.awayMs, event.serverNoticesAfter, event.carrier)
      case 'clientClock':
        return this.#clients[event.client]?.clock.jump(event.jumpMs)
      case 'serverClock':
        return this.#server.jumpClock(event.jumpMs)
      case 'restart':
        return this.#restart(event.memory, event.downMs, event.putsClockRight)
    }
  }

  #kill(client: number, awayMs: number, serverNoticesAfter: number, carrier: Carrier): void {
    this.#killed.add(client)
    this.#clients[client]?.kill(serverNoticesAfter, carrier)
    this.#timeline.after(awayMs, () => this.#clients[client]?.start())
  }

  #restart(memory: 'kept' | 'lost', downMs: number, putsClockRight: boolean): void {
    this.#server.stop(memory)
    if (putsClockRight) this.#server.jumpClock(this.#timeline.now - this.#server.clock.now())
    const down = ++this.#down
    this.#timeline.after(downMs + 2, () => {
      if (down === this.#down) this.#server.start()
    })
  }

  #heal(): void {
    this.#trace('------- all faults end')
    // One whose session was destroyed by another learns that when it next speaks.
    for (const client of this.#destroyed) this.#network.wireOf(client)?.cut(0, 0, true)
    this.#network.heal()
    for (const client of this.#clients) client.start()
  }

  #checkBounds(): void {
    for (const session of this.#server.sessions) {
      const { heldBytes, records } = session.load
      if (heldBytes > MAX_OUTBOX_BYTES * 2) this.#fail('bounded memory', `a session holds ${heldBytes} bytes`)
      if (records > MAX_RECORDS) this.#fail('bounded memory', `a session holds ${records} records`)
    }
  }

  #checkEnd(): void {
    for (const [index, client] of this.#clients.entries()) {
      for (const [key, { fate }] of client.asked) {
        const name = `${index}/${key}`
        if (fate === 'open') this.#fail('answers', `request ${name} has no answer`)
        if (fate === 'answered' && !this.#server.effects.has(name)) {
          this.#fail('exactly once', `request ${name} was answered and never executed`)
        }
      }
      const missing = client.missing(this.#server.logOf(index))
      if (missing.length > 0) this.#fail('nothing missing', `client ${index} lacks ${missing.join(', ')} of its log`)
      if (client.pendingCount > 0 || client.catchingUp) {
        this.#fail('nothing pending', `client ${index} waits for ${client.pendingCount} answers`)
      }
      if (client.lostKeys > this.#damage) this.#fail('keys last', `client ${index} took its key for lost`)
      const last = this.#server.lastSessionOf(index)
      const heard = last === undefined ? 0 : (client.pushed.get(last.tag) ?? 0)
      if (last !== undefined && heard !== last.pushed) {
        this.#fail('pushes', `client ${index} has ${heard} of ${last.pushed} pushes of session ${last.tag}`)
      }
    }
    for (const session of this.#server.sessions) {
      const { quiet, heldBytes, unanswered, records } = session.load
      if (!session.connected) continue
      if (records > MAX_RECORDS_AT_REST) this.#fail('bounded memory', `a session at rest holds ${records} records`)
      if (!quiet || heldBytes > 0 || unanswered > 0) {
        this.#fail('nothing pending', `a session holds ${heldBytes} bytes and ${unanswered} queries, quiet: ${quiet}`)
      }
    }
    if (this.failure !== undefined) throw new LawBroken(this.failure.law, this.failure.what)
  }

  #fail(law: Law, what: string): void {
    this.failure ??= { law, what, at: this.#timeline.now - this.#start }
    this.#trace(`BROKEN  ${law}: ${what}`)
  }

  #note(what: string, trace: RunOptions['trace']): void {
    const at = this.#timeline.now - this.#start
    const line = `${(at / 1000).toFixed(3).padStart(9)} s  ${what}`
    for (let i = 0; i < line.length; i++) this.#digest = (Math.imul(this.#digest, 31) + line.charCodeAt(i)) | 0
    trace?.(line)
  }
}

function knownKey(client: number, random: SeededRandom, start: number): KnownKey {
  const key = random.bytes(256)
  const salt = BigInt.asIntN(64, bytesToBigInt(random.bytes(8)))
  // Half of the keys are older than their first salt lasts.
  const createdAt = Math.floor(start / 1000) - (random.chance(0.5) ? 600 : 86_400)
  return { client, key: new AuthKey(key).bytes.slice(), salt, createdAt }
}
