/** A server on a loopback port, and a client of hand-made packets under a key that the server knows. */
import { AuthKey } from '@chappe/crypto'
import { type Listener, listen } from '../drivers/listener.ts'
import type { CloseReason, PacketConnection } from '../drivers/packet-connection.ts'
import { connectTcp } from '../drivers/tcp-client.ts'
import { SERVER_KEY, seededRandom } from '../key-exchange/test-support.ts'
import { createMessageIdGenerator, type MessageIdGenerator } from '../message-id.ts'
import { decodeContainer, encodeContainer, type Message, MSG_CONTAINER } from '../session/container.ts'
import { type Envelope, openEnvelope, sealEnvelope } from '../session/envelope.ts'
import { decodeRpcResult, RPC_RESULT } from '../session/rpc-result.ts'
import { ServerSalts } from '../session/server-salts.ts'
import { decodeService, encodeService, type ServiceMessage, serviceKind } from '../session/service-codec.ts'
import { createMemoryAuthKeyStore, systemClock } from './ports.ts'
import { createServerEndpoint, type ServerEndpoint } from './server-endpoint.ts'
import type { ServerEndpointOptions } from './server-endpoint-options.ts'
import type { ServerQuery } from './server-query.ts'
import type { ServerSession } from './server-session.ts'

const SALT_SECRET = Uint8Array.of(5)

/** The server's salt for a key, as it is now. */
export function saltOf(key: AuthKey): bigint {
  return new ServerSalts(key, undefined, SALT_SECRET).current(systemClock.now() / 1000)
}

export interface SocketServer {
  readonly endpoint: ServerEndpoint
  readonly listener: Listener
  /** A key that the server knows already. */
  readonly key: AuthKey
  /** Queries in the order in which they were to be served. */
  readonly queries: ServerQuery[]
  readonly sessions: ServerSession[]
  close(): Promise<void>
}

export async function startSocketServer(
  options: Partial<ServerEndpointOptions> = {},
  serve: (query: ServerQuery) => void = (query) => query.answer(query.body),
): Promise<SocketServer> {
  const random = seededRandom(41)
  const authKeys = createMemoryAuthKeyStore()
  const bytes = random(256)
  const key = new AuthKey(bytes)
  await authKeys.save({ id: key.id, key: bytes, salt: 5n, createdAt: Math.floor(systemClock.now() / 1000) })
  const queries: ServerQuery[] = []
  const sessions: ServerSession[] = []
  const endpoint = createServerEndpoint({
    keys: () => [SERVER_KEY],
    dcIds: [2],
    authKeys,
    random,
    saltSecret: SALT_SECRET,
    onRequest(query) {
      queries.push(query)
      serve(query)
    },
    onSession: (session) => void sessions.push(session),
    ...options,
  })
  const listener = await listen({ accept: endpoint.accept, random })
  return {
    endpoint,
    listener,
    key,
    queries,
    sessions,
    async close() {
      endpoint.close()
      await listener.close()
    },
  }
}

/** A message of the server, read as far as the session layer goes. */
export interface Received extends Message {
  /** The msg_id of the packet that it came in. */
  readonly packetId: bigint
  readonly service: ServiceMessage | undefined
  readonly result: { readonly requestMsgId: bigint; readonly result: Uint8Array } | undefined
}

export interface HandMade {
  readonly msgId?: bigint
  readonly seqNo: number
  readonly body: Uint8Array
  readonly salt?: bigint
  readonly quickAck?: boolean
}

export interface RawClient {
  readonly connection: PacketConnection
  readonly ids: MessageIdGenerator
  readonly received: Received[]
  readonly transportErrors: number[]
  readonly quickAcks: number[]
  readonly closed: CloseReason[]
  /** Sends one message and gives its msg_id. */
  send(message: HandMade): bigint
  sendService(message: ServiceMessage, seqNo?: number): bigint
  sendContainer(messages: readonly Message[]): bigint
  sendPacket(packet: Uint8Array): void
  /** The first service message of this kind; waits for it. */
  service<N extends ServiceMessage['_']>(name: N): Promise<Extract<ServiceMessage, { _: N }>>
  /** The result of a query; waits for it. */
  result(msgId: bigint): Promise<Uint8Array>
  until(condition: () => boolean): Promise<void>
}

export interface RawClientOptions {
  readonly key?: AuthKey
  readonly sessionId?: bigint
  readonly ids?: MessageIdGenerator
}

export async function openRawClient(server: SocketServer, options: RawClientOptions = {}): Promise<RawClient> {
  const { key = server.key, sessionId = 77n } = options
  const random = seededRandom(43)
  const ids = options.ids ?? createMessageIdGenerator({ now: systemClock.now, role: 'client' })
  const received: Received[] = []
  const transportErrors: number[] = []
  const quickAcks: number[] = []
  const closed: CloseReason[] = []
  const waiting: (() => void)[] = []
  const wake = (): void => {
    for (const resolve of waiting.splice(0)) resolve()
  }
  const connection = await connectTcp({
    host: '127.0.0.1',
    port: server.listener.port,
    random,
    accept: () => ({
      onPacket(packet) {
        received.push(...read(openEnvelope(key, 'server', packet)))
        wake()
      },
      onTransportError(code) {
        transportErrors.push(code)
        wake()
      },
      onQuickAck(token) {
        quickAcks.push(token)
        wake()
      },
      onClose(reason) {
        closed.push(reason)
        wake()
      },
    }),
  })
  const until = async (condition: () => boolean): Promise<void> => {
    while (!condition()) await new Promise<void>((resolve) => void waiting.push(resolve))
  }
  const client: RawClient = {
    connection,
    ids,
    received,
    transportErrors,
    quickAcks,
    closed,
    until,
    sendPacket: (packet) => connection.send(packet),
    send({ msgId = ids.next(), seqNo, body, salt = saltOf(key), quickAck = false }) {
      const packet = sealEnvelope(key, 'client', { salt, sessionId, msgId, seqNo, body }, random)
      connection.send(packet, { quickAck })
      return msgId
    },
    sendService: (message, seqNo = 0) => client.send({ seqNo, body: encodeService(message) }),
    sendContainer(messages) {
      const seqNo = Math.max(0, ...messages.map((message) => message.seqNo + 1)) & ~1
      return client.send({ seqNo, body: encodeContainer(messages) })
    },
    async service(name) {
      const find = () => received.map(({ service }) => service).find((service) => isNamed(service, name))
      await until(() => find() !== undefined)
      const found = find()
      if (isNamed(found, name)) return found
      throw new TypeError(`no ${name}`)
    },
    async result(msgId) {
      const find = () => received.find(({ result }) => result?.requestMsgId === msgId)
      await until(() => find() !== undefined)
      return find()?.result?.result ?? new Uint8Array()
    },
  }
  return client
}

function isNamed<N extends ServiceMessage['_']>(
  service: ServiceMessage | undefined,
  name: N,
): service is Extract<ServiceMessage, { _: N }> {
  return service?._ === name
}

function read(envelope: Envelope): Received[] {
  const { body, msgId: packetId } = envelope
  const messages = idOf(body) === MSG_CONTAINER ? decodeContainer(packetId, body) : [envelope]
  return messages.map(({ msgId, seqNo, body }) => {
    const isResult = idOf(body) === RPC_RESULT
    const kind = isResult ? undefined : serviceKind(body)
    return {
      packetId,
      msgId,
      seqNo,
      body,
      service: kind === undefined ? undefined : decodeService(body, kind),
      result: isResult ? decodeRpcResult(body) : undefined,
    }
  })
}

function idOf(body: Uint8Array): number {
  return new DataView(body.buffer, body.byteOffset, 4).getUint32(0, true)
}

/** A query of no known method, told apart by a number. */
export function query(number: number): Uint8Array {
  const body = new Uint8Array(8)
  new DataView(body.buffer).setUint32(0, 0x7f000000, true)
  new DataView(body.buffer).setUint32(4, number, true)
  return body
}

export function numberOf(body: Uint8Array): number {
  return new DataView(body.buffer, body.byteOffset).getUint32(4, true)
}
