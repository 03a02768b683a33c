import type { FramingName } from '../drivers/packet-connection.ts'

/** Which way bytes go. */
export type Direction = 'toServer' | 'toClient'

/** How one direction of a client's connections treats bytes when nothing special happens. */
export interface Weather {
  /** Bytes take between these, in ms. Later bytes may catch up with earlier ones, which merges them. */
  readonly latency: readonly [number, number]
  /** How likely a write arrives in pieces. */
  readonly split: number
  /** How likely a write is held until the next one comes along, for up to 300 ms. */
  readonly merge: number
  /** How many bytes come through in a second; any number, if it is not given. */
  readonly bytesPerS?: number
}

/**
 * One thing that happens in a run. Everything is in here: what the application does, what the network does, what clocks
 * and servers do. Taking an event out of a schedule leaves the others as they were.
 */
export type ScheduledEvent = { readonly at: number } & Happening

export type Happening =
  /** The client asks for something that takes the server `workMs`, `count` times in one turn. */
  | {
      readonly kind: 'ask'
      readonly client: number
      readonly count: number
      readonly workMs: number
      readonly bytes: number
      readonly answerBytes: number
    }
  /** The client gives up its latest request. */
  | { readonly kind: 'cancel'; readonly client: number }
  /** The server has news for the client, `count` times in one turn. */
  | { readonly kind: 'push'; readonly client: number; readonly count: number; readonly bytes: number }
  | { readonly kind: 'weather'; readonly client: number; readonly direction: Direction; readonly weather: Weather }
  /** Nothing arrives for a while, then everything. */
  | { readonly kind: 'stall'; readonly client: number; readonly direction: Direction; readonly ms: number }
  /** Nothing arrives any more, in either direction, and nobody is told. */
  | { readonly kind: 'blackhole'; readonly client: number }
  /** The connection ends. Each side notices after its delay; what is on its way arrives first, or never. */
  | {
      readonly kind: 'cut'
      readonly client: number
      readonly clientNoticesAfter: number
      readonly serverNoticesAfter: number
      readonly deliverRest: boolean
    }
  /** The client has no network for a while. */
  | { readonly kind: 'offline'; readonly client: number; readonly ms: number }
  /** One bit of the next write is flipped. */
  | { readonly kind: 'corrupt'; readonly client: number; readonly direction: Direction; readonly bit: number }
  /** The next write arrives twice. */
  | { readonly kind: 'duplicate'; readonly client: number; readonly direction: Direction }
  /** Someone sends all that has come over the client's connection once more, over one of his own. */
  | { readonly kind: 'replay'; readonly client: number; readonly heldMs: number }
  /** The same with all that has come over the client's latest connections, those that are over included. */
  | { readonly kind: 'replayOld'; readonly client: number; readonly heldMs: number }
  /** The server ends the client's sessions, as it does for want of room or when their owner says so. */
  | { readonly kind: 'evict'; readonly client: number }
  /** Another session of the client's key has them destroyed (destroy_session). */
  | { readonly kind: 'destroy'; readonly client: number }
  /**
   * The client's process is killed: what it has stored is all that is left, and what it has written arrives if the server
   * does not notice before. Another one starts after a while, perhaps over another carrier.
   */
  | {
      readonly kind: 'kill'
      readonly client: number
      readonly awayMs: number
      readonly serverNoticesAfter: number
      readonly carrier: Carrier
    }
  | { readonly kind: 'clientClock'; readonly client: number; readonly jumpMs: number }
  | { readonly kind: 'serverClock'; readonly jumpMs: number }
  /**
   * All connections end and none can be made for a while; the server may have forgotten everything but its store, and its
   * clock may have been put right meanwhile.
   */
  | {
      readonly kind: 'restart'
      readonly memory: 'kept' | 'lost'
      readonly downMs: number
      readonly putsClockRight: boolean
    }

/** Over HTTP there is no framing. */
export type Carrier = 'tcp' | 'http'

export interface ClientSetup {
  readonly carrier: Carrier
  readonly framing: FramingName
  readonly obfuscated: boolean
  /** Makes its key with the server instead of having one. */
  readonly exchangesKey: boolean
}

/** Everything that a run depends on. */
export interface Schedule {
  readonly seed: number
  readonly clients: readonly ClientSetup[]
  /** In the order of time; `at` is in ms from the start. */
  readonly events: readonly ScheduledEvent[]
}

/** One event as a line. */
export function describe({ at, ...happening }: ScheduledEvent): string {
  const { kind, ...rest } = happening
  const fields = Object.entries(rest).map(([name, value]) => `${name}=${JSON.stringify(value)}`)
  return `${(at / 1000).toFixed(3).padStart(9)} s  ${kind.padEnd(11)} ${fields.join(' ')}`
}
