import { Deadlines } from '../drivers/deadlines.ts'
import { FlushQueue } from '../drivers/flush-queue.ts'
import { DEFAULT_CLIENT_LIMITS, DEFAULT_SERVER_LIMITS, type ServerLimits } from '../drivers/limits.ts'
import type { AcceptConnection, CloseCode, PacketConnection } from '../drivers/packet-connection.ts'
import { type ConnectionContext, StreamConnection } from '../drivers/stream-connection.ts'
import type { Clock } from '../endpoint/ports.ts'
import { createFrameEncoder, encodeFrames, FRAMING_TAGS } from '../framing/frame-encoder.ts'
import { createClientStream, createServerStream } from '../framing/packet-stream.ts'
import { connectHttp } from '../http/http-client.ts'
import { TransportError } from '../transport-error.ts'
import { HttpClientEnd } from './http-client-end.ts'
import { createFetch } from './http-fetch.ts'
import { HttpServerEnd } from './http-server-end.ts'
import type { PacketJournal } from './packet-journal.ts'
import type { SeededRandom } from './random.ts'
import type { Carrier, ClientSetup, Direction, Weather } from './schedule.ts'
import type { Timeline } from './timeline.ts'
import { Wire } from './wire.ts'

export const FAIR_WEATHER: Weather = { latency: [10, 30], split: 0, merge: 0 }
const DC_ID = 2
const BYTES_REFUSED: ReadonlySet<CloseCode> = new Set<CloseCode>([
  'FRAME_CHECKSUM',
  'FRAME_INVALID',
  'FRAME_SEQUENCE',
  'FRAME_TOO_LARGE',
  'TRANSPORT_UNKNOWN',
])
const RETRIED_CONNECT_MS = 25
/** So many connections of a client can be replayed. */
const REMEMBERED_WIRES = 6

/** Where a server listens. */
export interface Listening {
  readonly clock: Clock
  readonly random: SeededRandom
  readonly accept: AcceptConnection
}

interface Place {
  readonly weather: Record<Direction, Weather>
  offlineUntil: number
  /** The one that was opened or used last. */
  wire: Wire | undefined
  /** Those that may be open. */
  wires: Wire[]
  /** The latest ones, the present one last. */
  readonly past: Wire[]
  connections: number
  /** How many of the client's processes have ended. */
  left: number
}

/** The network between all clients and the server. */
export class Network {
  readonly #timeline: Timeline
  readonly #random: SeededRandom
  readonly #places: Place[]
  readonly #wires = new Set<Wire>()
  readonly #journal: PacketJournal
  readonly #onRefused: (what: string) => void
  #listening: Listening | undefined
  #serverContext: (ConnectionContext & { readonly limits: ServerLimits }) | undefined
  readonly #intruders = new Set<Wire>()
  #healed = false

  /** @param onRefused a side has closed a connection for the bytes that came over it */
  constructor(
    timeline: Timeline,
    random: SeededRandom,
    clients: number,
    journal: PacketJournal,
    onRefused: (what: string) => void,
  ) {
    this.#timeline = timeline
    this.#journal = journal
    this.#onRefused = onRefused
    this.#random = random
    this.#places = Array.from({ length: clients }, () => ({
      weather: { toServer: FAIR_WEATHER, toClient: FAIR_WEATHER },
      offlineUntil: 0,
      wire: undefined,
      wires: [],
      past: [],
      connections: 0,
      left: 0,
    }))
  }

  /** The server is there from now on, or gone. */
  listen(listening: Listening | undefined): void {
    this.#listening = listening
    this.#serverContext = undefined
    if (listening === undefined) return
    const { clock, accept } = listening
    const { handshakeTimeoutMs, firstPacketTimeoutMs } = DEFAULT_SERVER_LIMITS
    const limits = DEFAULT_SERVER_LIMITS
    this.#serverContext = {
      ...this.#shared(clock),
      limits,
      accept: this.#watched(accept, 'server'),
      handshakeTimeoutMs,
      firstPacketTimeoutMs,
    }
  }

  /** Every connection to the server ends, as those of a process that is gone. */
  resetAll(): void {
    for (const wire of this.#wires) wire.cut(RETRIED_CONNECT_MS, 0, false)
    this.#wires.clear()
  }

  connect(
    client: number,
    setup: ClientSetup,
    clock: Clock,
    random: SeededRandom,
    accept: AcceptConnection,
    signal: AbortSignal,
  ): Promise<PacketConnection> {
    const context = {
      ...this.#shared(clock),
      limits: DEFAULT_CLIENT_LIMITS,
      accept: this.#watched(accept, 'client'),
      handshakeTimeoutMs: Number.POSITIVE_INFINITY,
      firstPacketTimeoutMs: Number.POSITIVE_INFINITY,
    }
    if (setup.carrier === 'http') return this.#connectHttp(client, clock, context.accept)
    return this.#open(client, setup, signal).then((wire) => {
      const { framing, obfuscated } = setup
      const { maxPacketBytes } = DEFAULT_CLIENT_LIMITS
      const stream = { framing, obfuscated, dcId: DC_ID, maxPacketBytes, random: random.bytes }
      const connection = new StreamConnection(context, wire.channel('client'), whereabouts(client), (events) =>
        createClientStream(stream, events),
      )
      wire.attach('client', connection)
      return connection
    })
  }

  #connectHttp(client: number, clock: Clock, accept: AcceptConnection): Promise<PacketConnection> {
    const place = this.#place(client)
    const wires = new Map<HttpClientEnd, Wire>()
    const fetch = createFetch({
      random: this.#random.branch(`${client}/fetch/${place.connections++}`),
      open: async () => {
        const wire = await this.#open(client, { carrier: 'http' }, undefined)
        const end = new HttpClientEnd(wire.channel('client'))
        wire.attach('client', end)
        wires.set(end, wire)
        return end
      },
      onUse(end) {
        place.wire = wires.get(end)
      },
    })
    const timers = { now: () => this.#timeline.now, after: clock.after }
    return connectHttp({ url: 'http://server/apiw', accept, timers, fetch })
  }

  /** A connection to the server, whose end at the client is not attached yet. */
  #open(client: number, { carrier }: Pick<ClientSetup, 'carrier'>, signal: AbortSignal | undefined): Promise<Wire> {
    const place = this.#place(client)
    const number = place.connections++
    const { left } = place
    return new Promise((resolve, reject) => {
      this.#timeline.after(RETRIED_CONNECT_MS, () => {
        const reachable = this.#listening !== undefined && this.#timeline.now >= place.offlineUntil
        if (!reachable || signal?.aborted || left !== place.left) {
          reject(new TransportError('CONNECT_FAILED', 'the server cannot be reached'))
          return
        }
        const random = this.#random.branch(`${client}/${number}`)
        const wire = new Wire(this.#timeline, random, carrier, (way) => place.weather[way])
        this.#wires.add(wire)
        this.#acceptAtServer(wire)
        place.wire = wire
        place.wires = [...place.wires.filter(({ open }) => open), wire]
        place.past.push(wire)
        if (place.past.length > REMEMBERED_WIRES) place.past.shift()
        resolve(wire)
      })
    })
  }

  setWeather(client: number, direction: Direction, weather: Weather): void {
    if (!this.#healed) this.#place(client).weather[direction] = weather
  }

  /** The client's latest connection, while both sides take it for open. */
  wireOf(client: number): Wire | undefined {
    const { wire } = this.#place(client)
    return wire?.open ? wire : undefined
  }

  offline(client: number, ms: number): void {
    const place = this.#place(client)
    place.offlineUntil = Math.max(place.offlineUntil, this.#timeline.now + ms)
    for (const wire of place.wires) wire.cut(0, 5_000, false)
  }

  /** The client's process has ended, and its connections with it. What it has written is on its way. */
  leave(client: number, serverNoticesAfter: number): void {
    const place = this.#place(client)
    place.left++
    for (const wire of place.wires) wire.cut(0, serverNoticesAfter, true)
  }

  /** Sends what has come to the server over the client's latest connection once more, over another connection that then stays for `heldMs`. */
  replay(client: number, heldMs: number): void {
    const wire = this.wireOf(client)
    if (wire !== undefined) this.#intrude(wire.recorded, heldMs, wire.carrier)
  }

  /** The same with each of the client's latest connections. */
  replayOld(client: number, heldMs: number): void {
    for (const wire of this.#place(client).past) this.#intrude(wire.recorded, heldMs, wire.carrier)
  }

  /** Sends a packet over a connection of its own. */
  sendAside(packet: Uint8Array, random: SeededRandom): void {
    const encoder = createFrameEncoder('intermediate', random.bytes)
    const frame = { packet, quickAck: false }
    this.#intrude([encodeFrames(encoder, [frame], undefined, FRAMING_TAGS.intermediate)], 1000, 'tcp')
  }

  #intrude(written: readonly Uint8Array[], heldMs: number, carrier: Carrier): void {
    if (this.#listening === undefined) return
    const copy = new Wire(this.#timeline, this.#random.branch('replay'), carrier, () => FAIR_WEATHER)
    this.#wires.add(copy)
    this.#intruders.add(copy)
    this.#acceptAtServer(copy)
    for (const bytes of written) copy.pipe('toServer').write(bytes)
    this.#timeline.after(heldMs, () => copy.cut(0, 0, true))
  }

  /** Whether the client still holds on to a connection whose bytes were damaged. */
  isDamaged(client: number): boolean {
    return this.#place(client).wires.some(({ open, damaged }) => open && damaged)
  }

  /** Faults are over. */
  heal(): void {
    this.#healed = true
    for (const place of this.#places) {
      place.weather.toServer = FAIR_WEATHER
      place.weather.toClient = FAIR_WEATHER
      place.offlineUntil = 0
    }
    for (const wire of this.#wires) wire.heal()
    for (const wire of this.#intruders) wire.cut(0, 0, true)
  }

  #acceptAtServer(wire: Wire): void {
    const [listening, context] = [this.#listening, this.#serverContext]
    if (listening === undefined || context === undefined) return
    if (wire.carrier === 'http') {
      const { remoteAddress } = whereabouts(0)
      wire.attach('server', new HttpServerEnd(wire.channel('server'), context, remoteAddress))
      return
    }
    const { maxPacketBytes } = DEFAULT_SERVER_LIMITS
    const stream = { maxPacketBytes, secrets: [undefined], obfuscatedOnly: false, random: listening.random.bytes }
    const connection = new StreamConnection(context, wire.channel('server'), whereabouts(0), (events) =>
      createServerStream(stream, events),
    )
    wire.attach('server', connection)
  }

  #watched(accept: AcceptConnection, side: 'client' | 'server'): AcceptConnection {
    return (connection) => {
      if (side === 'client') this.#journal.watch(connection)
      const handlers = accept(connection)
      return {
        onPacket: (packet, quickAck) => {
          if (side === 'server') this.#journal.came(packet)
          handlers.onPacket(packet, quickAck)
        },
        onProgress: () => handlers.onProgress?.(),
        onQuickAck: (token) => handlers.onQuickAck?.(token),
        onTransportError: (code) => handlers.onTransportError?.(code),
        onDrain: () => handlers.onDrain?.(),
        onRequestEnd: () => handlers.onRequestEnd?.(),
        onClose: (reason) => {
          if (BYTES_REFUSED.has(reason.code)) this.#onRefused(`${reason.code}: ${reason.message}`)
          handlers.onClose(reason)
        },
      }
    }
  }

  #shared(clock: Clock): Pick<ConnectionContext, 'deadlines' | 'flushes'> {
    const timers = { now: () => this.#timeline.now, after: clock.after }
    return { deadlines: new Deadlines(timers), flushes: new FlushQueue(clock.defer) }
  }

  #place(client: number): Place {
    const place = this.#places[client]
    if (place === undefined) throw new RangeError(`there is no client ${client}`)
    return place
  }
}

function whereabouts(client: number) {
  return { carrier: 'tcp', testPath: false, remoteAddress: `10.0.0.${client + 1}`, remotePort: 1 } as const
}
