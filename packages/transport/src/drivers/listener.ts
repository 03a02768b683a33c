import { createServer, type Server, type Socket } from 'node:net'
import { createServerStream, type PacketStream, type ServerStreamEvents } from '../framing/packet-stream.ts'
import type { ProxySecret } from '../framing/proxy-secret.ts'
import { HttpGateway } from '../http/http-gateway.ts'
import { TransportError } from '../transport-error.ts'
import { Admission, isLoopback } from './admission.ts'
import { ArrivingBytes } from './arriving-bytes.ts'
import type { ByteChannel } from './byte-channel.ts'
import { Deadlines } from './deadlines.ts'
import { FlushQueue } from './flush-queue.ts'
import { DEFAULT_SERVER_LIMITS, type ServerLimits } from './limits.ts'
import type { AcceptConnection, CloseReason } from './packet-connection.ts'
import { type ConnectionContext, StreamConnection } from './stream-connection.ts'
import { TcpChannel } from './tcp-channel.ts'
import { systemTimers, type Timers } from './timers.ts'

export interface ListenOptions {
  /** 127.0.0.1 by default. */
  readonly host?: string | undefined
  /** 0, the default, takes a free port. */
  readonly port?: number | undefined
  /** Called for every connection once its transport is known; over HTTP for every request. */
  readonly accept: AcceptConnection
  readonly random: (length: number) => Uint8Array
  readonly limits?: Partial<ServerLimits> | undefined
  /** Proxy secrets under which obfuscated connections are accepted, besides none. */
  readonly secrets?: readonly ProxySecret[] | undefined
  /** Accepts nothing but obfuscated TCP under one of the secrets. False by default. */
  readonly secretOnly?: boolean | undefined
  /** Addresses to which the limit per address does not apply; loopback by default. */
  readonly exemptAddress?: ((address: string) => boolean) | undefined
  readonly timers?: Timers | undefined
  /** A peer was turned away before it became a connection: too many, too slow, rubbish. For logs and metrics. */
  readonly onRefused?: ((reason: CloseReason, remoteAddress: string | undefined) => void) | undefined
}

export interface Listener {
  readonly host: string
  readonly port: number
  /** Open sockets, whatever they speak. */
  readonly connectionCount: number
  /** What is held of packets that have begun to arrive and are not whole, in bytes. */
  readonly arrivingBytes: number
  /** Takes no new connections; those that are there go on. */
  stop(): void
  /** Stops, closes every connection after what is queued, and resolves when all are gone. */
  close(): Promise<void>
}

const TOO_MANY: CloseReason = { code: 'TOO_MANY_CONNECTIONS', message: 'too many connections' }

/** Opens one port for every transport: TCP in all framings, obfuscated or not, WebSocket and HTTP. */
export function listen(options: ListenOptions): Promise<Listener> {
  const listener = new PortListener(options)
  return listener.open(options.host ?? '127.0.0.1', options.port ?? 0)
}

class PortListener implements Listener {
  host = ''
  port = 0
  readonly #options: ListenOptions
  readonly #limits: ServerLimits
  readonly #secrets: readonly (ProxySecret | undefined)[]
  readonly #admission: Admission
  readonly #arriving: ArrivingBytes
  readonly #context: ConnectionContext
  readonly #http: HttpGateway
  readonly #server: Server
  readonly #connections: Set<StreamConnection> = new Set()
  readonly #sockets: Set<Socket> = new Set()

  constructor(options: ListenOptions) {
    this.#options = options
    this.#limits = { ...DEFAULT_SERVER_LIMITS, ...options.limits }
    const { maxConnections, maxConnectionsPerAddress } = this.#limits
    this.#secrets = options.secretOnly ? (options.secrets ?? []) : [undefined, ...(options.secrets ?? [])]
    this.#admission = new Admission(maxConnections, maxConnectionsPerAddress, options.exemptAddress ?? isLoopback)
    this.#arriving = new ArrivingBytes(this.#limits)
    this.#context = {
      deadlines: new Deadlines(options.timers ?? systemTimers),
      flushes: new FlushQueue(),
      limits: this.#limits,
      arriving: this.#arriving,
      accept: options.accept,
      handshakeTimeoutMs: this.#limits.handshakeTimeoutMs,
      firstPacketTimeoutMs: this.#limits.firstPacketTimeoutMs,
      onHttp: (connection, channel, head) => this.#handToHttp(connection, channel, head),
      onRefused: options.onRefused,
    }
    this.#http = new HttpGateway({
      context: this.#context,
      limits: this.#limits,
      createStream: (events) => this.#createStream(true, events),
      track: (connection) => this.#connections.add(connection),
      untrack: (connection) => this.#connections.delete(connection),
    })
    this.#server = createServer({ noDelay: true }, (socket) => this.#admit(socket))
  }

  get connectionCount(): number {
    return this.#admission.count
  }

  get arrivingBytes(): number {
    return this.#arriving.total
  }

  open(host: string, port: number): Promise<this> {
    return new Promise((resolve, reject) => {
      const onError = (error: Error): void => {
        reject(new TransportError('LISTEN_FAILED', `${host}:${port}: ${error.message}`, { cause: error }))
      }
      this.#server.once('error', onError)
      this.#server.listen({ host, port, backlog: 4096 }, () => {
        this.#server.off('error', onError)
        // Out of file descriptors, most likely: the socket is lost, the port is not.
        this.#server.on('error', (error) => {
          this.#options.onRefused?.({ code: 'CONNECTION_LOST', message: error.message }, undefined)
        })
        const address = this.#server.address()
        if (address !== null && typeof address === 'object') {
          this.host = address.address
          this.port = address.port
        }
        resolve(this)
      })
    })
  }

  stop(): void {
    if (this.#server.listening) this.#server.close()
  }

  async close(): Promise<void> {
    this.stop()
    const gone = [...this.#sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve)))
    this.#http.close()
    for (const connection of this.#connections) connection.close('the server is shutting down')
    await Promise.all(gone)
  }

  #admit(socket: Socket): void {
    const address = socket.remoteAddress ?? ''
    if (!this.#admission.enter(address)) {
      socket.resetAndDestroy()
      this.#options.onRefused?.(TOO_MANY, address)
      return
    }
    this.#sockets.add(socket)
    const place = {
      carrier: 'tcp',
      testPath: false,
      remoteAddress: socket.remoteAddress,
      remotePort: socket.remotePort,
    } as const
    const channel = new TcpChannel(socket)
    const connection = new StreamConnection(this.#context, channel, place, (events) =>
      this.#createStream(false, events),
    )
    channel.attach(connection)
    this.#connections.add(connection)
    socket.once('close', () => {
      this.#admission.leave(address)
      this.#sockets.delete(socket)
      this.#connections.delete(connection)
    })
  }

  #handToHttp(connection: StreamConnection, channel: ByteChannel, head: Uint8Array): void {
    this.#connections.delete(connection)
    if (!(channel instanceof TcpChannel)) {
      channel.destroy()
      return
    }
    channel.detach()
    this.#http.take(channel.socket, head)
  }

  #createStream(obfuscatedOnly: boolean, events: ServerStreamEvents): PacketStream {
    return createServerStream(
      {
        maxPacketBytes: this.#limits.maxPacketBytes,
        secrets: this.#secrets,
        obfuscatedOnly: obfuscatedOnly || (this.#options.secretOnly ?? false),
        random: this.#options.random,
      },
      events,
    )
  }
}
