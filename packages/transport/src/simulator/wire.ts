import type { ByteChannel } from '../drivers/byte-channel.ts'
import type { CloseReason } from '../drivers/packet-connection.ts'
import { Pipe, type Sink } from './pipe.ts'
import type { SeededRandom } from './random.ts'
import type { Carrier, Direction, Weather } from './schedule.ts'
import type { Timeline } from './timeline.ts'

/** An operating system takes so much before a writer notices that nobody reads. */
const KERNEL_BUFFER_BYTES = 64 * 1024
/** What is kept of a connection for a replay. */
const MAX_RECORDED_BYTES = 512 * 1024
const RESET_DELAY_MS = 30

const LOST: CloseReason = { code: 'CONNECTION_LOST', message: 'the network lost the connection' }
const BY_PEER: CloseReason = { code: 'CLOSED_BY_PEER', message: 'the peer closed the connection' }

type End = 'client' | 'server'

/** Who holds on to an end of a connection. */
export interface WireEnd extends Sink {
  /** The connection is gone. */
  ended(reason: CloseReason): void
}

/** One connection through the network: two pipes and the two ends that hold on to them. */
export class Wire {
  readonly carrier: Carrier
  readonly #timeline: Timeline
  readonly #pipes: Record<Direction, Pipe>
  readonly #ends: { client?: WireEnd | undefined; server?: WireEnd | undefined } = {}
  readonly #over: Record<End, boolean> = { client: false, server: false }
  #recorded: Uint8Array[] = []
  #recordedBytes = 0
  #healed = false
  #broken = false

  constructor(timeline: Timeline, random: SeededRandom, carrier: Carrier, weather: (direction: Direction) => Weather) {
    this.carrier = carrier
    this.#timeline = timeline
    const pipe = (direction: Direction, to: End): Pipe =>
      new Pipe(
        timeline,
        random.branch(direction),
        () => weather(direction),
        () => this.#sink(to),
      )
    this.#pipes = { toServer: pipe('toServer', 'server'), toClient: pipe('toClient', 'client') }
  }

  /** Whether neither end has noticed that it is over. */
  get open(): boolean {
    return !this.#over.client && !this.#over.server
  }

  /** Whether the bytes of either direction are not those that were sent. */
  get damaged(): boolean {
    return this.#pipes.toServer.damaged || this.#pipes.toClient.damaged
  }

  /** What has come to the server so far, as much as is kept. */
  get recorded(): readonly Uint8Array[] {
    return this.#recorded
  }

  pipe(direction: Direction): Pipe {
    return this.#pipes[direction]
  }

  attach(end: End, connection: WireEnd): void {
    this.#ends[end] = connection
  }

  channel(end: End): ByteChannel {
    const out = this.#pipes[end === 'client' ? 'toServer' : 'toClient']
    const incoming = this.#pipes[end === 'client' ? 'toClient' : 'toServer']
    return {
      write(bytes) {
        out.write(bytes)
      },
      get bufferedBytes() {
        return Math.max(0, out.inFlight - KERNEL_BUFFER_BYTES)
      },
      pause: () => incoming.pause(),
      resume: () => incoming.resume(),
      end: () => this.#close(end),
      destroy: () => this.#destroy(end),
    }
  }

  /** Nothing comes through any more, and nobody is told. */
  blackhole(): void {
    this.#broken = true
    for (const pipe of Object.values(this.#pipes)) pipe.lose()
    if (this.#healed) this.cut(0, 0, false)
  }

  /** The connection ends; each side notices in its time. */
  cut(clientNoticesAfter: number, serverNoticesAfter: number, deliverRest: boolean): void {
    this.#broken = true
    for (const pipe of Object.values(this.#pipes)) {
      if (deliverRest) pipe.close()
      else pipe.lose()
    }
    this.#timeline.after(clientNoticesAfter, () => this.#finish('client', LOST))
    this.#timeline.after(serverNoticesAfter, () => this.#finish('server', LOST))
  }

  /** The network is well from now on: stalls end, and broken connections are noticed. */
  heal(): void {
    this.#healed = true
    for (const pipe of Object.values(this.#pipes)) pipe.heal()
    if (this.#broken) this.cut(0, 0, false)
  }

  #sink(end: End): Sink | undefined {
    const connection = this.#ends[end]
    if (connection === undefined || end === 'client') return connection
    return {
      received: (bytes) => {
        this.#record(bytes)
        connection.received(bytes)
      },
      drained: () => connection.drained(),
    }
  }

  #record(bytes: Uint8Array): void {
    this.#recordedBytes += bytes.length
    if (this.#recordedBytes > MAX_RECORDED_BYTES) return
    this.#recorded.push(bytes.slice())
  }

  #close(end: End): void {
    const out = this.#pipes[end === 'client' ? 'toServer' : 'toClient']
    const other: End = end === 'client' ? 'server' : 'client'
    out.close()
    out.afterAll(() => {
      if (this.#broken) return
      this.#finish(other, BY_PEER)
      this.#timeline.after(RESET_DELAY_MS, () => this.#finish(end, BY_PEER))
    })
  }

  #destroy(end: End): void {
    const other: End = end === 'client' ? 'server' : 'client'
    this.#pipes[end === 'client' ? 'toClient' : 'toServer'].lose()
    this.#pipes[end === 'client' ? 'toServer' : 'toClient'].close()
    this.#timeline.defer(() => this.#finish(end, BY_PEER))
    if (!this.#broken) this.#timeline.after(RESET_DELAY_MS, () => this.#finish(other, LOST))
  }

  #finish(end: End, reason: CloseReason): void {
    if (this.#over[end]) return
    this.#over[end] = true
    this.#pipes[end === 'client' ? 'toClient' : 'toServer'].lose()
    this.#ends[end]?.ended(reason)
  }
}
