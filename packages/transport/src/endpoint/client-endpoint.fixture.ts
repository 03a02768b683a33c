/** A server and clients in one process: virtual time and a network of memory that tests can cut and damage. */
import type { AcceptConnection, CloseReason, PacketConnection, PacketHandlers } from '../drivers/packet-connection.ts'
import { SERVER_KEY, seededRandom } from '../key-exchange/test-support.ts'
import { type ClientEndpoint, createClientEndpoint } from './client-endpoint.ts'
import type { ClientEndpointOptions, StoredClientKey } from './client-endpoint-options.ts'
import type { AuthKeyStore, Clock } from './ports.ts'
import { createMemoryAuthKeyStore } from './ports.ts'
import { createServerEndpoint, type ServerEndpoint } from './server-endpoint.ts'
import type { ServerQuery } from './server-query.ts'
import type { ServerSession } from './server-session.ts'

export const START = 1_790_000_000_000

export interface VirtualClock extends Clock {
  /** Lets time pass, with all that is to happen meanwhile. */
  pass(ms: number): Promise<void>
  /** Lets everything happen that needs no time. */
  settle(): Promise<void>
}

export function createVirtualClock(): VirtualClock {
  let time = START
  let timers: { readonly at: number; readonly callback: () => void }[] = []
  const deferred: (() => void)[] = []

  const settle = async (): Promise<void> => {
    for (let quiet = 0; quiet < 5; quiet++) {
      await new Promise((resolve) => setImmediate(resolve))
      if (deferred.length > 0) quiet = 0
      for (const callback of deferred.splice(0)) callback()
    }
  }
  return {
    now: () => time,
    after(delayMs, callback) {
      const timer = { at: time + delayMs, callback }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    defer: (callback) => void deferred.push(callback),
    settle,
    async pass(ms) {
      const until = time + ms
      await settle()
      for (;;) {
        const next = timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0]
        if (next === undefined) break
        timers = timers.filter((timer) => timer !== next)
        time = Math.max(time, next.at)
        next.callback()
        await settle()
      }
      time = until
    },
  }
}

export interface World {
  readonly clock: VirtualClock
  readonly authKeys: AuthKeyStore
  readonly served: string[]
  readonly sessions: ServerSession[]
  /** How often a client tried to connect. */
  readonly dials: number
  /** While false, nobody can connect. */
  reachable: boolean
  /** Changes what the server sends on its way to the client. */
  damage: ((packet: Uint8Array) => Uint8Array) | undefined
  /** Sent instead of every packet of the server. */
  transportError: number | undefined
  /** The connection swallows everything. */
  blackHole: boolean
  mode: 'stream' | 'request'
  cut(): void
  /** The server is gone for a moment and has forgotten everything but the keys. */
  restartServer(): Promise<void>
  client(options?: Partial<ClientEndpointOptions>): TestClient
}

export interface TestClient {
  readonly endpoint: ClientEndpoint
  readonly states: string[]
  readonly updates: string[]
  readonly violations: string[]
  readonly fatal: string[]
  readonly saved: (StoredClientKey | undefined)[]
  newSessions: number
  keysLost: number
}

export function text(body: Uint8Array): string {
  return new TextDecoder().decode(body.subarray(4)).replace(/\0+$/, '')
}

/** A body that no codec knows: an unused constructor number and text. */
export function bytes(value: string): Uint8Array {
  const encoded = new TextEncoder().encode(value)
  const body = new Uint8Array(4 + Math.ceil(encoded.length / 4) * 4)
  new DataView(body.buffer).setUint32(0, 0x7f000000, true)
  body.set(encoded, 4)
  return body
}

function echo(query: ServerQuery): void {
  const asked = text(query.body)
  if (asked.startsWith('fail')) query.fail(400, 'ASKED_TO_FAIL')
  else if (!asked.startsWith('never')) query.answer(bytes(`${asked}!`))
}

export function createWorld(serve: (query: ServerQuery) => void = echo): World {
  const clock = createVirtualClock()
  const authKeys = createMemoryAuthKeyStore()
  const served: string[] = []
  const sessions: ServerSession[] = []
  let open: (() => void)[] = []
  let dials = 0
  let seed = 100
  let server = startServer()

  function startServer(): ServerEndpoint {
    return createServerEndpoint({
      keys: () => [SERVER_KEY],
      dcIds: [2],
      authKeys,
      random: seededRandom(seed++),
      clock,
      onSession: (session) => sessions.push(session),
      onRequest(query) {
        served.push(text(query.body))
        serve(query)
      },
    })
  }

  const world: World = {
    clock,
    authKeys,
    served,
    sessions,
    get dials() {
      return dials
    },
    reachable: true,
    damage: undefined,
    transportError: undefined,
    blackHole: false,
    mode: 'stream',
    cut() {
      for (const close of open) close()
    },
    async restartServer() {
      world.cut()
      world.reachable = false
      server.close()
      await clock.pass(100)
      server = startServer()
      world.reachable = true
    },
    client(options = {}) {
      const client: Omit<TestClient, 'endpoint'> = {
        states: [],
        updates: [],
        violations: [],
        fatal: [],
        saved: [],
        newSessions: 0,
        keysLost: 0,
      }
      const endpoint = createClientEndpoint({
        connect: async (accept) => {
          dials++
          if (!world.reachable) throw new Error('unreachable')
          return world.mode === 'stream' ? connectStream(accept) : connectHttp(accept)
        },
        publicKeys: [SERVER_KEY.publicKey],
        dc: { id: 2 },
        random: seededRandom(seed++),
        clock,
        saveKey: async (key) => void client.saved.push(key),
        onUpdate: (body) => client.updates.push(text(body)),
        onNewSession: () => client.newSessions++,
        onKeyLost: () => client.keysLost++,
        onState: (state) => client.states.push(state),
        onViolation: ({ code }) => client.violations.push(code),
        onFatal: ({ code }) => client.fatal.push(code),
        ...options,
      })
      return Object.assign(client, { endpoint })
    },
  }

  /** Two ends of one wire. */
  function connectStream(acceptAtClient: AcceptConnection): PacketConnection {
    let closed = false
    let told = false
    const close = (why: CloseReason['code']): void => {
      if (closed) return
      closed = true
      open = open.filter((other) => other !== cut)
      clock.defer(() => {
        told = true
        atClient.onClose({ code: why, message: 'closed' })
        atServer.onClose({ code: 'CLOSED_BY_PEER', message: 'closed' })
      })
    }
    const cut = (): void => close('CONNECTION_LOST')
    open.push(cut)
    const clientEnd = end('stream', close, (packet) => {
      if (!closed && !world.blackHole) clock.defer(() => told || atServer.onPacket(packet.slice(), false))
    })
    const serverEnd = end(
      'stream',
      close,
      (packet) => {
        if (closed || world.blackHole) return
        const code = world.transportError
        clock.defer(() => {
          if (told) return
          if (code !== undefined) atClient.onTransportError?.(code)
          else atClient.onPacket(world.damage?.(packet.slice()) ?? packet.slice(), false)
        })
      },
      (code) => clock.defer(() => told || atClient.onTransportError?.(code)),
    )
    const atServer: PacketHandlers = server.accept(serverEnd)
    const atClient: PacketHandlers = acceptAtClient(clientEnd)
    return clientEnd
  }

  /** Every packet is a POST of its own. */
  function connectHttp(acceptAtClient: AcceptConnection): PacketConnection {
    let closed = false
    let openRequests = 0
    const clientEnd = Object.assign(
      end(
        'request',
        () => {
          if (closed) return
          closed = true
          clock.defer(() => atClient.onClose({ code: 'CLOSED_HERE', message: 'closed' }))
        },
        post,
      ),
      {},
    )
    Object.defineProperty(clientEnd, 'openRequests', { get: () => openRequests })
    const atClient: PacketHandlers = acceptAtClient(clientEnd)

    function post(packet: Uint8Array): void {
      openRequests++
      let answered = false
      const finish = (answer: Uint8Array | undefined): void => {
        if (answered) return
        answered = true
        clock.defer(() => {
          openRequests--
          atServer.onClose({ code: answer === undefined ? 'CLOSED_HERE' : 'ANSWERED', message: '' })
          if (closed) return
          if (answer !== undefined) atClient.onPacket(answer.slice(), false)
          atClient.onRequestEnd?.()
        })
      }
      const atServer: PacketHandlers = server.accept(end('response', () => finish(undefined), finish))
      clock.defer(() => atServer.onPacket(packet.slice(), false))
    }
    return clientEnd
  }

  return world
}

let connectionIds = 0

function end(
  mode: PacketConnection['mode'],
  close: (why: CloseReason['code']) => void,
  send: (packet: Uint8Array) => void,
  sendTransportError: (code: number) => void = () => {},
): PacketConnection {
  return {
    id: ++connectionIds,
    mode,
    transport: { carrier: 'tcp', framing: 'intermediate', obfuscated: false, proxySecret: false, testPath: false },
    remoteAddress: 'memory',
    remotePort: 1,
    dcId: 2,
    bufferedBytes: 0,
    openRequests: 0,
    closed: false,
    send,
    sendQuickAck() {},
    sendTransportError,
    pause() {},
    resume() {},
    close: () => close('CLOSED_HERE'),
    abort: () => close('CLOSED_HERE'),
  }
}
