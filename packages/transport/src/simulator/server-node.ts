import { AuthKey, type RsaPrivateKey } from '@chappe/crypto'
import { type AuthKeyStore, type Clock, createMemoryAuthKeyStore, type StoredAuthKey } from '../endpoint/ports.ts'
import { createServerEndpoint, type ServerEndpoint } from '../endpoint/server-endpoint.ts'
import type { ServerQuery } from '../endpoint/server-query.ts'
import type { ServerSession } from '../endpoint/server-session.ts'
import { createSteadyClock } from '../endpoint/steady-clock.ts'
import { messageIdAt } from '../message-id.ts'
import { sealEnvelope } from '../session/envelope.ts'
import type { SessionLimits } from '../session/limits.ts'
import { ServerSalts } from '../session/server-salts.ts'
import { encodeService } from '../session/service-codec.ts'
import { type AppMessage, decodeApp, encodeApp } from './application.ts'
import type { Law } from './laws.ts'
import type { Network } from './network.ts'
import type { PacketJournal } from './packet-journal.ts'
import type { SeededRandom } from './random.ts'
import { createNodeClock, type NodeClock, type Timeline } from './timeline.ts'

/** A key that client and server have from the start. */
export interface KnownKey {
  readonly client: number
  readonly key: Uint8Array
  readonly salt: bigint
  /** Unix seconds. */
  readonly createdAt: number
}

export interface ServerNodeOptions {
  readonly timeline: Timeline
  readonly network: Network
  readonly journal: PacketJournal
  readonly random: SeededRandom
  readonly rsaKey: RsaPrivateKey
  readonly sessionLimits: Partial<SessionLimits>
  readonly sessionLifetimeMs: number
  readonly isOverHttp: (client: number) => boolean
  /** Whether the client's process has been killed in this run. */
  readonly wasKilled: (client: number | undefined) => boolean
  readonly fail: (law: Law, what: string) => void
  /** A packet or a message was refused. */
  readonly onRefused: (what: string) => void
  readonly trace: (what: string) => void
}

/** A session as the application keeps it. */
interface LiveSession {
  readonly id: number
  readonly session: ServerSession
  /** Its number changes when pushes were given up: they are counted anew. */
  tag: number
  pushed: number
  /** Which of the client's processes it belongs to, once that is known. */
  life: number | undefined
  /** It began when the clock was behind what processes before had shown: its identifiers may lie below a client's window. */
  readonly behind: boolean
}

/** The session of a client's key that has the others destroyed. */
const DESTROYER = -77n
/** A commit takes a little; a server that dies in between has done the work and not said so. */
const COMMIT_MS = 5

/** The server: what it keeps on disk, and the process that comes and goes. */
export class ServerNode {
  readonly clock: NodeClock
  /** The time by which the process numbers its messages. */
  #steady: Clock
  /** The latest time that processes before this one have shown. */
  #shown = Number.NEGATIVE_INFINITY
  /** On disk: what was done, who has which key, everyone's log. */
  readonly effects: Map<string, number> = new Map()
  /** Session numbers under which pushes were given up: they have gaps. */
  readonly lossy: Set<number> = new Set()
  readonly #owners = new Map<bigint, number>()
  readonly #logs = new Map<number, number>()
  readonly #authKeys: AuthKeyStore
  readonly #options: ServerNodeOptions
  /** In memory. */
  #endpoint: ServerEndpoint | undefined
  #sessions = new Map<ServerSession, LiveSession>()
  #dispatched = new Set<string>()
  #incarnation = 0
  #running = false
  #tags = 0
  /** The session in which the client's latest process has spoken last, and which process that is. */
  #spokeLast = new Map<number, { readonly session: ServerSession; readonly life: number }>()

  constructor(options: ServerNodeOptions) {
    this.#options = options
    this.clock = createNodeClock(options.timeline)
    this.#steady = createSteadyClock(this.clock)
    const store = createMemoryAuthKeyStore()
    const save = (stored: StoredAuthKey): ReturnType<AuthKeyStore['save']> => {
      options.journal.learn(new AuthKey(stored.key))
      return store.save(stored)
    }
    this.#authKeys = { ...store, save }
  }

  async know({ client, key, salt, createdAt }: KnownKey): Promise<void> {
    const { id } = new AuthKey(key)
    this.#owners.set(id, client)
    await this.#authKeys.save({ id, key, salt, createdAt })
  }

  start(): void {
    this.#endpoint ??= this.#createEndpoint()
    this.#running = true
    const { network, random } = this.#options
    network.listen({
      clock: this.clock,
      random: random.branch(`wire/${this.#incarnation}`),
      accept: this.#endpoint.accept,
    })
  }

  /** All connections end; without memory, so does the process. */
  stop(memory: 'kept' | 'lost'): void {
    this.#running = false
    this.#options.network.listen(undefined)
    this.#options.network.resetAll()
    if (memory === 'kept') return
    this.#incarnation++
    this.#shown = Math.max(this.#shown, this.#steady.now())
    // What was lost on its way over one of several connections cannot come again, though what followed may have come.
    for (const [session, { tag }] of this.#sessions) {
      const owner = this.ownerOf(session)
      if (owner !== undefined && this.#options.isOverHttp(owner)) this.lossy.add(tag)
    }
    const endpoint = this.#endpoint
    this.#endpoint = undefined
    // Connections tell the endpoint of their end before it goes.
    this.#options.timeline.after(1, () => endpoint?.close())
    this.#sessions = new Map()
    this.#dispatched = new Set()
    this.#options.journal.memoryLost()
  }

  jumpClock(ms: number): void {
    this.#steady.now()
    this.clock.jump(ms)
    this.#steady.now()
  }

  /** Whether it takes connections. */
  get running(): boolean {
    return this.#running
  }

  /** Ends the client's sessions. */
  evict(client: number): void {
    for (const session of this.#sessionsOf(client)) {
      this.#noteLoss(session)
      session.close('evicted')
    }
  }

  /** Another session of the client's key has the client's sessions destroyed. */
  destroy(client: number): void {
    const { network, random, fail } = this.#options
    for (const session of this.#sessionsOf(client)) {
      const { sessionId, authKeyId } = session
      this.#noteLoss(session)
      const source = random.branch(`destroy/${sessionId}`)
      const seal = (stored: StoredAuthKey | undefined): void => {
        if (stored === undefined) return
        const key = new AuthKey(stored.key)
        const seconds = this.clock.now() / 1000
        const salt = new ServerSalts(key, undefined, this.#saltSecret()).current(seconds)
        const body = encodeService({ _: 'destroy_session', sessionId })
        const envelope = { salt, sessionId: DESTROYER, msgId: messageIdAt(seconds), seqNo: 0, body }
        network.sendAside(sealEnvelope(key, 'client', envelope, source.bytes), source)
      }
      this.#authKeys.load(authKeyId).then(seal, (error: unknown) => fail('no defects', String(error)))
    }
  }

  /** What was pushed and is lost on the way will not come again. */
  #noteLoss(session: ServerSession): void {
    const live = this.#sessions.get(session)
    if (live !== undefined) this.lossy.add(live.tag)
  }

  #sessionsOf(client: number): ServerSession[] {
    return [...this.#sessions.keys()].filter((session) => this.#owners.get(session.authKeyId) === client)
  }

  #saltSecret(): Uint8Array {
    return this.#options.random.branch(`salts/${this.#incarnation}`).bytes(32)
  }

  /** How long the client's log is. */
  logOf(client: number): number {
    return this.#logs.get(client) ?? 0
  }

  push(client: number, count: number, bytes: number): void {
    for (let i = 0; i < count; i++) {
      const pts = this.logOf(client) + 1
      this.#logs.set(client, pts)
      for (const live of this.#sessions.values()) {
        if (this.#owners.get(live.session.authKeyId) === client) this.#send(live, { kind: 'news', client, pts }, bytes)
      }
    }
  }

  /** The session that the client spoke in last, if the server still has it: its number and how much it has pushed. */
  lastSessionOf(client: number): { readonly tag: number; readonly pushed: number } | undefined {
    const last = this.#spokeLast.get(client)
    return last === undefined ? undefined : this.#sessions.get(last.session)
  }

  get sessions(): Iterable<ServerSession> {
    return this.#sessions.keys()
  }

  ownerOf(session: ServerSession): number | undefined {
    return this.#owners.get(session.authKeyId)
  }

  get endpoint(): ServerEndpoint | undefined {
    return this.#endpoint
  }

  #createEndpoint(): ServerEndpoint {
    const { random, rsaKey, sessionLimits, sessionLifetimeMs, journal, fail, onRefused, trace } = this.#options
    const incarnation = this.#incarnation
    this.#steady = createSteadyClock(this.clock)
    return createServerEndpoint({
      keys: () => [rsaKey],
      dcIds: [2],
      authKeys: this.#authKeys,
      random: random.branch(`endpoint/${incarnation}`).bytes,
      clock: this.clock,
      saltSecret: this.#saltSecret(),
      limits: { sessionLifetimeMs },
      sessionLimits,
      onRequest: (query) => this.#serve(query, incarnation),
      onSession: (session) => this.#onSession(session),
      onSessionEnd: (session) => {
        trace(`server  session ${session.sessionId} ends`)
        this.#sessions.delete(session)
        if (incarnation === this.#incarnation) journal.sessionEnded(session.sessionId)
      },
      onUpdatesLost: (session) => {
        const live = this.#sessions.get(session)
        if (live === undefined) return
        this.lossy.add(live.tag)
        live.tag = ++this.#tags
        live.pushed = 0
        const client = this.#owners.get(session.authKeyId)
        if (client !== undefined) this.#send(live, { kind: 'tooLong', client, pts: this.logOf(client) }, 0)
      },
      log: (event) => {
        trace(`server  ${event.type} ${'code' in event ? event.code : 'why' in event ? event.why : ''}`)
        if (event.type === 'packetRefused') onRefused(event.why)
        if (event.type === 'violation') onRefused(event.code)
        if (event.type === 'failure') fail('no defects', `${event.what}: ${String(event.error)}`)
      },
    })
  }

  #onSession(session: ServerSession): void {
    this.#options.trace(`server  session ${session.sessionId} begins as ${this.#tags + 1}`)
    if (session.sessionId === DESTROYER) return
    const id = ++this.#tags
    this.#sessions.set(session, {
      id,
      session,
      tag: id,
      pushed: 0,
      life: undefined,
      behind: this.#steady.now() < this.#shown,
    })
    // Whose a session of a client is that has been killed is known when it first asks for something.
    if (!this.#options.wasKilled(this.#owners.get(session.authKeyId))) this.#checkOnly(session, undefined)
  }

  /** A process has one session for as long as nobody ends it; it may leave one whose identifiers it cannot tell from old ones. */
  #checkOnly({ authKeyId }: ServerSession, life: number | undefined): void {
    const all = [...this.#sessions.values()].filter(({ session, behind }) => session.authKeyId === authKeyId && !behind)
    const own = life === undefined ? all : all.filter((session) => session.life === life)
    if (own.length > 1) this.#options.fail('sessions last', 'a client began another session although it had one')
  }

  #serve(query: ServerQuery, incarnation: number): void {
    const { timeline, journal, fail, trace } = this.#options
    const { session } = query
    const message = decodeApp(query.body)
    trace(`server  serves ${JSON.stringify(message)} of session ${session.sessionId} as ${query.msgId}`)
    const { client } = message
    this.#owners.set(session.authKeyId, client)
    const live = this.#sessions.get(session)
    if (message.kind === 'ask' || message.kind === 'difference') this.#noteLife(session, client, message.life)
    const alive = (): boolean => incarnation === this.#incarnation
    if (message.kind === 'difference') {
      const { from } = message
      this.#answer(query, { kind: 'events', client, from, upTo: this.logOf(client) }, 0)
    } else if (message.kind === 'ask') {
      const effect = `${client}/${message.key}`
      const dispatch = `${live?.id}/${effect}`
      if (journal.isOver(effect, query)) fail('exactly once', `request ${effect} came again when it was over`)
      if (this.#dispatched.has(dispatch)) fail('at most once', `request ${effect} was dispatched twice in one session`)
      this.#dispatched.add(dispatch)
      timeline.after(message.workMs, () => {
        if (!alive()) return
        // The idempotency key, as an application has it whose server may lose its memory between doing and answering.
        if (!this.effects.has(effect)) this.effects.set(effect, 1)
        timeline.after(COMMIT_MS, () => {
          if (alive()) this.#answer(query, { kind: 'answer', client, key: message.key }, message.bytes)
        })
      })
    } else {
      fail('no defects', `a client sent ${message.kind}`)
    }
  }

  #noteLife(session: ServerSession, client: number, life: number): void {
    const live = this.#sessions.get(session)
    if (live !== undefined && live.life === undefined) {
      live.life = life
      this.#checkOnly(session, life)
    }
    // What a process wrote before it was killed may come after what the next one has written.
    if (life >= (this.#spokeLast.get(client)?.life ?? 0)) this.#spokeLast.set(client, { session, life })
  }

  #answer(query: ServerQuery, message: AppMessage, bytes: number): void {
    query.answer(encodeApp(message, bytes, this.#options.random.bytes))
  }

  #send(live: LiveSession, news: { kind: 'news' | 'tooLong'; client: number; pts: number }, bytes: number): void {
    const message = { ...news, session: live.tag, count: ++live.pushed }
    live.session.push(encodeApp(message, bytes, this.#options.random.bytes))
  }
}
