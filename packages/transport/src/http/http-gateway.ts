import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { Watched } from '../drivers/deadlines.ts'
import type { ServerLimits } from '../drivers/limits.ts'
import { CLOSING_TIMEOUT_MS, type ConnectionContext, StreamConnection } from '../drivers/stream-connection.ts'
import { WsChannel } from '../drivers/websocket-channel.ts'
import type { PacketStream, ServerStreamEvents } from '../framing/packet-stream.ts'
import { HttpExchange } from './http-exchange.ts'
import { ANSWER_HEADERS, CORS_HEADERS, parseHttpPath } from './http-path.ts'
import { readBody } from './read-body.ts'

export interface HttpGatewayOptions {
  readonly context: ConnectionContext
  readonly limits: ServerLimits
  /** Makes the stream within a WebSocket. */
  readonly createStream: (events: ServerStreamEvents) => PacketStream
  readonly track: (connection: StreamConnection) => void
  readonly untrack: (connection: StreamConnection) => void
}

/** Requests of one connection that may wait for their answers at once. */
const MAX_PIPELINED = 16
const MAX_HEADER_BYTES = 8 * 1024
/** Room for several packets that a client puts into one WebSocket message. */
const WEBSOCKET_MESSAGE_PACKETS = 2
/** In how many pieces a message may arrive, and in how many frames: each costs far more memory than a byte of it. */
const WEBSOCKET_LIMITS = { maxBufferedChunks: 8192, maxFragments: 1024 } as const

/** What is known of a socket that speaks HTTP. */
interface HttpSocket extends Watched {
  readonly socket: Socket
  readonly exchanges: Set<HttpExchange>
}

/** Serves the HTTP and WebSocket transports on sockets that the listener hands over ("Transports"). */
export class HttpGateway {
  readonly #options: HttpGatewayOptions
  readonly #server: Server
  readonly #webSockets: WebSocketServer
  readonly #sockets: Map<Duplex, HttpSocket> = new Map()

  constructor(options: HttpGatewayOptions) {
    this.#options = options
    // It never listens itself, and its own time limits do not run then: the deadlines of this package do.
    this.#server = createServer({ maxHeaderSize: MAX_HEADER_BYTES, keepAliveTimeout: 0 })
    this.#server.maxHeadersCount = 64
    this.#server.on('request', (request, response) => this.#serve(request, response))
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head))
    const webSocketOptions = {
      ...WEBSOCKET_LIMITS,
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: options.limits.maxPacketBytes * WEBSOCKET_MESSAGE_PACKETS,
      handleProtocols: (protocols: Set<string>) => (protocols.has('binary') ? 'binary' : false),
    }
    this.#webSockets = new WebSocketServer(webSocketOptions)
  }

  /** Takes over a socket whose first bytes have been read already. */
  take(socket: Socket, head: Uint8Array): void {
    const { deadlines } = this.#options.context
    const entry: HttpSocket = {
      socket,
      exchanges: new Set(),
      deadline: deadlines.now + this.#options.limits.handshakeTimeoutMs,
      expire: () => this.#expire(entry),
    }
    this.#sockets.set(socket, entry)
    deadlines.add(entry)
    socket.once('close', () => this.#gone(entry))
    // Paused, the bytes go back to the front, and the HTTP parser finds them there when the socket flows again.
    socket.pause()
    socket.unshift(head)
    this.#server.emit('connection', socket)
    socket.resume()
  }

  /** Answers what is open with nothing and closes every HTTP connection. */
  close(): void {
    const { deadlines } = this.#options.context
    for (const entry of this.#sockets.values()) {
      for (const exchange of entry.exchanges) exchange.close('the server is shutting down')
      entry.socket.end()
      entry.deadline = deadlines.now + CLOSING_TIMEOUT_MS
    }
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const { limits, context } = this.#options
    const entry = this.#sockets.get(request.socket)
    const path = parseHttpPath(request.url)
    if (entry === undefined || path === undefined || path.websocket) {
      refuse(response, 404)
      return
    }
    const { cors } = path
    if (request.method === 'OPTIONS' && cors) {
      response.writeHead(204, CORS_HEADERS).end()
      this.#rest(entry)
      return
    }
    if (request.method !== 'POST') {
      refuse(response, 405, cors)
      return
    }
    if (entry.exchanges.size >= MAX_PIPELINED) {
      refuse(response, 429, cors)
      return
    }
    const exchange = new HttpExchange(response, path, () => {
      entry.exchanges.delete(exchange)
      this.#rest(entry)
    })
    entry.exchanges.add(exchange)
    entry.deadline = context.deadlines.now + limits.packetTimeoutMs
    readBody(request, limits.maxPacketBytes, (outcome) => {
      if ('status' in outcome) {
        entry.exchanges.delete(exchange)
        return refuse(response, outcome.status, cors)
      }
      entry.deadline = context.deadlines.now + limits.httpAnswerTimeoutMs
      exchange.begin(context.accept, outcome.body)
    })
  }

  /** After an answer: the connection is kept for the next request, for a while. */
  #rest(entry: HttpSocket): void {
    if (entry.exchanges.size === 0) {
      entry.deadline = this.#options.context.deadlines.now + this.#options.limits.httpKeepAliveMs
    }
  }

  #expire(entry: HttpSocket): void {
    if (entry.exchanges.size === 0 || entry.socket.writableLength > 0) return void entry.socket.destroy()
    // A request that is still arriving cannot be answered; one that has waited too long for the server is.
    for (const exchange of entry.exchanges) exchange.close('nothing to answer for too long')
    entry.deadline = this.#options.context.deadlines.now
  }

  #gone(entry: HttpSocket): void {
    this.#sockets.delete(entry.socket)
    this.#options.context.deadlines.delete(entry)
    for (const exchange of entry.exchanges) {
      exchange.finish({ code: 'CLOSED_BY_PEER', message: 'the peer closed the connection' })
    }
  }

  #upgrade(request: IncomingMessage, duplex: Duplex, head: Buffer): void {
    const entry = this.#sockets.get(duplex)
    const path = parseHttpPath(request.url)
    const protocols = request.headers['sec-websocket-protocol']?.split(',').map((name) => name.trim())
    if (entry === undefined || !path?.websocket) {
      refuseUpgrade(duplex, '404 Not Found')
      return
    }
    if (!protocols?.includes('binary')) {
      refuseUpgrade(duplex, '400 Bad Request')
      return
    }
    this.#webSockets.handleUpgrade(request, duplex, head, (webSocket) => {
      const { socket } = entry
      this.#sockets.delete(socket)
      this.#options.context.deadlines.delete(entry)
      const channel = new WsChannel(webSocket)
      const place = {
        carrier: 'websocket',
        testPath: path.test,
        remoteAddress: socket.remoteAddress,
        remotePort: socket.remotePort,
      } as const
      const connection = new StreamConnection(this.#options.context, channel, place, this.#options.createStream)
      channel.attach(connection)
      socket.on('drain', () => connection.drained())
      this.#options.track(connection)
      webSocket.once('close', () => this.#options.untrack(connection))
    })
  }
}

/** Refuses a request and ends the connection: whoever asks for the wrong thing once is not a client. */
function refuse(response: ServerResponse, status: number, cors = false): void {
  // Without these a page would not learn the status.
  const headers = cors ? { ...ANSWER_HEADERS, ...CORS_HEADERS } : ANSWER_HEADERS
  response.writeHead(status, { ...headers, 'content-length': 0, connection: 'close' })
  response.end()
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
