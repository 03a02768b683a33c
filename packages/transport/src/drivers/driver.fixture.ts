import { connect, type Socket } from 'node:net'
import { seededRandom } from '../framing/framing.fixture.ts'
import type { Listener, ListenOptions } from './listener.ts'
import { listen } from './listener.ts'
import type { CloseReason, PacketConnection, PacketHandlers } from './packet-connection.ts'
import type { Timers } from './timers.ts'

/** Time that passes when a test says so. */
export interface FakeTimers extends Timers {
  advance(ms: number): void
}

export function createFakeTimers(): FakeTimers {
  let now = 0
  const waiting = new Set<{ readonly at: number; readonly callback: () => void }>()
  return {
    now: () => now,
    after(delayMs, callback) {
      const entry = { at: now + delayMs, callback }
      waiting.add(entry)
      return () => void waiting.delete(entry)
    },
    advance(ms) {
      const end = now + ms
      for (;;) {
        const due = [...waiting].filter((entry) => entry.at <= end).sort((a, b) => a.at - b.at)[0]
        if (due === undefined) break
        waiting.delete(due)
        now = due.at
        due.callback()
      }
      now = end
    },
  }
}

/** A connection's events, as they came, and a way to wait for them. */
export interface Peer {
  readonly connection: PacketConnection
  readonly handlers: PacketHandlers
  readonly packets: Uint8Array[]
  readonly quickAcks: boolean[]
  readonly tokens: number[]
  readonly errors: number[]
  readonly closed: CloseReason[]
  drains: number
  requestEnds: number
  /** Resolves when this holds, at the latest after the next event. */
  until(condition: () => boolean): Promise<void>
}

export function observe(connection: PacketConnection, react?: (peer: Peer, packet: Uint8Array) => void): Peer {
  let waiting: { condition: () => boolean; resolve: () => void }[] = []
  const check = (): void => {
    const done = waiting.filter(({ condition }) => condition())
    waiting = waiting.filter((entry) => !done.includes(entry))
    for (const { resolve } of done) resolve()
  }
  const peer: Peer = {
    connection,
    packets: [],
    quickAcks: [],
    tokens: [],
    errors: [],
    closed: [],
    drains: 0,
    requestEnds: 0,
    handlers: {
      onPacket(packet, quickAck) {
        peer.packets.push(Uint8Array.from(packet))
        peer.quickAcks.push(quickAck)
        react?.(peer, packet)
        check()
      },
      onQuickAck(token) {
        peer.tokens.push(token)
        check()
      },
      onTransportError(code) {
        peer.errors.push(code)
        check()
      },
      onDrain() {
        peer.drains += 1
        check()
      },
      onRequestEnd() {
        peer.requestEnds += 1
        check()
      },
      onClose(reason) {
        peer.closed.push(reason)
        check()
      },
    },
    until: (condition) =>
      new Promise((resolve) => {
        waiting.push({ condition, resolve })
        check()
      }),
  }
  return peer
}

export interface TestServer {
  readonly listener: Listener
  readonly peers: Peer[]
  readonly refused: CloseReason[]
  readonly timers: FakeTimers
  /** Resolves when this holds; looked at every few milliseconds. */
  until(condition: () => boolean): Promise<void>
}

/** Listens on a free loopback port on fake time. */
export async function startServer(
  options: Partial<ListenOptions> = {},
  react?: (peer: Peer, packet: Uint8Array) => void,
): Promise<TestServer> {
  const peers: Peer[] = []
  const refused: CloseReason[] = []
  const timers = createFakeTimers()
  const listener = await listen({
    random: seededRandom(17),
    timers,
    accept(connection) {
      const peer = observe(connection, react)
      peers.push(peer)
      return peer.handlers
    },
    onRefused: (reason) => void refused.push(reason),
    ...options,
  })
  return { listener, peers, refused, timers, until }
}

export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2))
}

/** A bare TCP socket, with everything that it receives. */
export interface RawSocket {
  readonly socket: Socket
  readonly received: Buffer[]
  closed: boolean
}

export function openRaw(port: number): Promise<RawSocket> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port })
    const raw: RawSocket = { socket, received: [], closed: false }
    socket.on('data', (chunk) => void raw.received.push(chunk))
    // A reset is one of the ways to be dropped, and may come before the connection is noticed.
    socket.on('error', () => {})
    socket.on('close', () => {
      raw.closed = true
      resolve(raw)
    })
    socket.on('connect', () => resolve(raw))
  })
}
