import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Arriving } from '../drivers/arriving-bytes.ts'
import type { ServerLimits } from '../drivers/limits.ts'
import { type ConnectionContext, StreamConnection } from '../drivers/stream-connection.ts'
import { WsChannel } from '../drivers/websocket-channel.ts'
import type { PacketStream, ServerStreamEvents } from '../framing/packet-stream.ts'
import { ANSWER_HEADERS, CORS_HEADERS, parseHttpPath } from './http-path.ts'
import { HttpSocket } from './http-socket.ts'
import { type BodyOutcome, readBody } from './read-body.ts'

// Not imported: see `node:http` in docs/decisions.md.
const { createServer } = process.getBuiltinModule('node:http')

export interface HttpGatewayOptions {
  readonly context: ConnectionContext
  readonly limits: ServerLimits
  /** Makes the stream within a WebSocket. */
  readonly createStream: (events: ServerStreamEvents) => PacketStream
  readonly track: (connection: StreamConnection) => void
  readonly untrack: (connection: StreamConnection) => void
}

/** Of a ping or pong of a client, beside its data: two bytes and a mask. */
const CONTROL_FRAME_BYTES = 6
const MAX_HEADER_BYTES = 8 * 1024
/** Room for several packets that a client puts into one WebSocket message. */
const WEBSOCKET_MESSAGE_PACKETS = 2
/** In how many pieces a message may arrive, and in how many frames: each costs far more memory than a byte of it. */
const WEBSOCKET_LIMITS = { maxBufferedChunks: 8192, maxFragments: 1024 } as const

/** Serves the HTTP and WebSocket transports on sockets that the listener hands over ("Transports"). */
export class HttpGateway {
  readonly #options: HttpGatewayOptions
  readonly #server: Server
  readonly #webSockets: WebSocketServer
  readonly #sockets: Map<Duplex, { readonly socket: Socket; readonly http: HttpSocket }> = new Map()

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
    const { context, limits } = this.#options
    const http = new HttpSocket(socket, { deadlines: context.deadlines, accept: context.accept, limits })
    this.#sockets.set(socket, { socket, http })
    socket.once('close', () => {
      this.#sockets.delete(socket)
      http.gone()
    })
    // Paused, the bytes go back to the front, and the HTTP parser finds them there when the socket flows again.
    socket.pause()
    socket.unshift(head)
    this.#server.emit('connection', socket)
    socket.resume()
  }

  /** Answers what is open with nothing and closes every HTTP connection. */
  close(): void {
    for (const { http } of this.#sockets.values()) http.close()
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const http = this.#sockets.get(request.socket)?.http
    const path = parseHttpPath(request.url)
    if (http === undefined || path === undefined || path.websocket) {
      refuse(response, 404)
      return
    }
    const { cors } = path
    if (request.method === 'OPTIONS' && cors) {
      response.writeHead(204, CORS_HEADERS).end()
      http.rest()
      return
    }
    if (request.method !== 'POST') {
      refuse(response, 405, cors)
      return
    }
    const exchange = http.open(response, path)
    if (exchange === undefined) {
      refuse(response, 429, cors)
      return
    }
    const done = (outcome: BodyOutcome): void => {
      if ('body' in outcome) return http.arrived(exchange, outcome.body)
      http.refused(exchange)
      refuse(response, outcome.status, cors)
    }
    const { limits, context } = this.#options
    const arriving = arrivingOver(request.socket)
    // A request says nothing of those before it.
    readBody(request, limits.maxPacketBytes, done, (bytes) => context.arriving?.note(arriving, bytes, false))
    request.once('close', () => context.arriving?.forget(arriving))
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
      const { socket, http } = entry
      this.#sockets.delete(socket)
      http.release()
      const channel = new WsChannel(webSocket)
      const place = {
        carrier: 'websocket',
        testPath: path.test,
        remoteAddress: socket.remoteAddress,
        remotePort: socket.remotePort,
      } as const
      const connection = new StreamConnection(this.#options.context, channel, place, this.#options.createStream)
      channel.attach(connection)
      this.#watch(socket, webSocket, connection)
      socket.on('drain', () => connection.drained())
      this.#options.track(connection)
      webSocket.once('close', () => this.#options.untrack(connection))
    })
  }

  /** A message is kept by `ws` until it is whole. */
  #watch(socket: Socket, webSocket: WebSocket, connection: StreamConnection): void {
    const { arriving } = this.#options.context
    if (arriving === undefined) return
    const held = arrivingOver(socket)
    let bytes = 0
    /** Of the pings and pongs of a read, which may come between the pieces of a message. */
    let controlBytes = 0
    let isWhole = false
    webSocket.on('message', () => {
      isWhole = true
    })
    for (const control of ['ping', 'pong'] as const) {
      webSocket.on(control, (data: Uint8Array) => {
        controlBytes += data.length + CONTROL_FRAME_BYTES
      })
    }
    // Called after `ws` has read the same bytes, and found a message in them or not.
    socket.on('data', (chunk: Uint8Array) => {
      const before = bytes
      bytes = isWhole ? 0 : Math.max(0, bytes + chunk.length - controlBytes)
      if (bytes !== before) arriving.note(held, bytes, connection.isKnown)
      controlBytes = 0
      isWhole = false
    })
    socket.once('close', () => arriving.forget(held))
  }
}

/** Of a socket, for what is not read from it by a connection. */
function arrivingOver(socket: Socket): Arriving {
  return { remoteAddress: socket.remoteAddress, giveUp: () => socket.destroy() }
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
