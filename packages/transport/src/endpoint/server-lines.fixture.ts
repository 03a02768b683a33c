/** A server on virtual time, and connections that are nothing but lists. */
import { AuthKey } from '@chappe/crypto'
import type { PacketConnection, PacketHandlers } from '../drivers/packet-connection.ts'
import { SERVER_KEY, seededRandom } from '../key-exchange/test-support.ts'
import { createMessageIdGenerator } from '../message-id.ts'
import { constructorOf, decodeContainer, MSG_CONTAINER } from '../session/container.ts'
import { openEnvelope, sealEnvelope } from '../session/envelope.ts'
import { ServerSalts } from '../session/server-salts.ts'
import { decodeService, type ServiceMessage, serviceKind } from '../session/service-codec.ts'
import { createVirtualClock, START, type VirtualClock } from './client-endpoint.fixture.ts'
import { createMemoryAuthKeyStore } from './ports.ts'
import { createServerEndpoint, type ServerEndpoint } from './server-endpoint.ts'
import type { ServerEndpointOptions } from './server-endpoint-options.ts'
import type { ServerQuery } from './server-query.ts'
import type { ServerSession } from './server-session.ts'

export interface Line {
  readonly handlers: PacketHandlers
  readonly packets: Uint8Array[]
  readonly errors: number[]
  closed: boolean
  cut(): void
}

export interface LinesServer {
  readonly clock: VirtualClock
  readonly key: AuthKey
  readonly endpoint: ServerEndpoint
  readonly queries: ServerQuery[]
  readonly ended: ServerSession[]
  readonly updatesLost: ServerSession[]
  readonly connected: ServerSession[]
  connect(remoteAddress?: string): Line
  /** Another key that is known from before. */
  otherKey(): Promise<AuthKey>
  saltOf(authKey: AuthKey): bigint
  /** The packet of one message under the right salt, sealed at the client's time and not sent yet. */
  seal(message: Sealed): Uint8Array
  send(line: Line, packet: Uint8Array): Promise<void>
  /** A query, in one message. */
  ask(line: Line, sessionId: bigint, seqNo?: number, authKey?: AuthKey): Promise<void>
  /** The service messages that have come over a line, those in containers included. */
  heard(line: Line, authKey?: AuthKey): ServiceMessage[]
  /** The server's process ends, and another one begins after `downMs` with nothing but the store. */
  restart(downMs?: number): Promise<void>
  /** The clock of the server's machine is set; the world goes on as it did. */
  setClock(offsetMs: number): void
  /** The client's clock is ahead of the world's from now on. */
  setClientAhead(ms: number): void
}

interface Sealed {
  readonly sessionId: bigint
  readonly seqNo?: number
  readonly body?: Uint8Array
  readonly authKey?: AuthKey
  readonly msgId?: bigint
  readonly salt?: bigint
}

const QUERY = Uint8Array.of(1, 0, 0, 0x7f)

/** With one key that is known from before. */
export async function startServer(
  options: Partial<ServerEndpointOptions> = {},
  expiresAt?: number,
): Promise<LinesServer> {
  const virtual = createVirtualClock()
  let offset = 0
  const clock: VirtualClock = { ...virtual, now: () => virtual.now() + offset }
  const random = seededRandom(5)
  const authKeys = createMemoryAuthKeyStore()
  const bytes = random(256)
  const key = new AuthKey(bytes)
  await authKeys.save({ id: key.id, key: bytes, salt: 5n, createdAt: START / 1000, expiresAt })
  const queries: ServerQuery[] = []
  const ended: ServerSession[] = []
  const updatesLost: ServerSession[] = []
  const connected: ServerSession[] = []
  let runs = 0
  let endpoint = startEndpoint()
  let ids = createMessageIdGenerator({ now: clock.now, role: 'client' })

  function saltSecret(): Uint8Array {
    return Uint8Array.of(runs)
  }

  function startEndpoint(): ServerEndpoint {
    runs++
    return createServerEndpoint({
      ...{ keys: () => [SERVER_KEY], dcIds: [2], authKeys, random, clock, saltSecret: saltSecret() },
      onRequest(query) {
        queries.push(query)
        query.answer(query.body)
      },
      onSessionEnd: (session) => void ended.push(session),
      onUpdatesLost: (session) => void updatesLost.push(session),
      onSessionConnected: (session) => void connected.push(session),
      ...options,
    })
  }

  function connect(remoteAddress = '192.0.2.1'): Line {
    const packets: Uint8Array[] = []
    const errors: number[] = []
    const close = (): void => {
      if (line.closed) return
      line.closed = true
      line.handlers.onClose({ code: 'CLOSED_HERE', message: 'closed' })
    }
    const connection: PacketConnection = {
      ...{ id: 1, mode: 'stream', remoteAddress, remotePort: 1, dcId: undefined, bufferedBytes: 0 },
      ...{ openRequests: 0, pause() {}, resume() {}, sendQuickAck() {}, close, abort: close },
      transport: { carrier: 'tcp', framing: 'full', obfuscated: false, proxySecret: false, testPath: false },
      get closed() {
        return line.closed
      },
      send: (packet) => void packets.push(packet),
      sendTransportError: (code) => void errors.push(code),
    }
    const line: Line = { handlers: endpoint.accept(connection), packets, errors, closed: false, cut: close }
    return line
  }
  async function otherKey(): Promise<AuthKey> {
    const bytes = random(256)
    const other = new AuthKey(bytes)
    await authKeys.save({ id: other.id, key: bytes, salt: 5n, createdAt: START / 1000, expiresAt: undefined })
    return other
  }
  function seal({
    sessionId,
    seqNo = 1,
    body = QUERY,
    authKey = key,
    msgId = ids.next(),
    salt = saltOf(authKey),
  }: Sealed) {
    return sealEnvelope(authKey, 'client', { salt, sessionId, msgId, seqNo, body }, random)
  }

  function saltOf(authKey: AuthKey): bigint {
    return new ServerSalts(authKey, undefined, saltSecret()).current(clock.now() / 1000)
  }

  async function send(line: Line, packet: Uint8Array): Promise<void> {
    line.handlers.onPacket(packet.slice(), false)
    await clock.settle()
  }

  async function ask(line: Line, sessionId: bigint, seqNo = 1, authKey = key): Promise<void> {
    await send(line, seal({ sessionId, seqNo, authKey }))
  }

  return {
    ...{ clock, key, queries, ended, updatesLost, connected, connect, ask, otherKey, seal, send, saltOf },
    get endpoint() {
      return endpoint
    },
    async restart(downMs = 0) {
      endpoint.close()
      await clock.pass(downMs)
      endpoint = startEndpoint()
    },
    setClock(offsetMs: number) {
      offset = offsetMs
    },
    setClientAhead(ms: number) {
      ids = createMessageIdGenerator({ now: () => virtual.now() + ms, role: 'client' })
    },
    heard(line: Line, authKey = key): ServiceMessage[] {
      return line.packets.flatMap((packet) => {
        const { body, msgId } = openEnvelope(authKey, 'server', packet)
        const bodies =
          constructorOf(body) === MSG_CONTAINER ? decodeContainer(msgId, body).map((each) => each.body) : [body]
        return bodies.flatMap((each) => {
          const kind = serviceKind(each)
          return kind === undefined ? [] : [decodeService(each, kind)]
        })
      })
    },
  }
}
