import { TransportError } from '../transport-error.ts'
import type { ByteChannel } from './byte-channel.ts'
import { clientContext, clientStream, type StreamOptions, watchConnecting } from './client-options.ts'
import type { CloseReason, PacketConnection } from './packet-connection.ts'
import { StreamConnection } from './stream-connection.ts'
import { systemTimers } from './timers.ts'

export interface WebSocketOptions extends StreamOptions {
  /** `ws:` or `wss:`, with the path `/apiws` or `/apiws_test`. */
  readonly url: string
}

/** The part of the standard WebSocket interface that is used, as browsers, Node and the `ws` package offer it. */
export interface StandardWebSocket {
  binaryType: string
  readonly bufferedAmount: number
  send(data: Uint8Array<ArrayBuffer>): void
  close(code?: number): void
  /** `ws` and Node can drop a connection; browsers can only close it. */
  terminate?(): void
  addEventListener(type: 'open' | 'close' | 'error', listener: () => void): void
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void
}

/** Opens a WebSocket with this subprotocol. */
export type OpenWebSocket = (url: string, protocol: string) => StandardWebSocket

/** How often a queue that nobody reports about is looked at. */
const DRAIN_POLL_MS = 50

/** Connects over WebSocket, obfuscated as it must be ("Transports", WebSocket). Rejects with CONNECT_FAILED. */
export function connectOverWebSocket(options: WebSocketOptions, open: OpenWebSocket): Promise<PacketConnection> {
  return new Promise((resolve, reject) => {
    const webSocket = openOrFail(options.url, open)
    let connection: StreamConnection | undefined
    const fail = (error: TransportError): void => {
      endWatch()
      drop(webSocket)
      reject(error)
    }
    const endWatch = watchConnecting(options, fail)
    let reason: CloseReason = { code: 'CLOSED_BY_PEER', message: 'the peer closed the connection' }
    webSocket.binaryType = 'arraybuffer'
    webSocket.addEventListener('open', () => {
      endWatch()
      const context = clientContext(options)
      const place = { ...remoteOf(options.url), carrier: 'websocket' } as const
      const channel = createChannel(webSocket, options, () => connection?.drained())
      connection = new StreamConnection(context, channel, place, (events) =>
        clientStream(options, context.limits, true, events),
      )
      resolve(connection)
    })
    webSocket.addEventListener('message', ({ data }) => {
      if (data instanceof ArrayBuffer) connection?.received(new Uint8Array(data))
      else connection?.fail('FRAME_INVALID', 'a text message on a binary WebSocket')
    })
    webSocket.addEventListener('error', () => {
      reason = { code: 'CONNECTION_LOST', message: 'the WebSocket failed' }
    })
    webSocket.addEventListener('close', () => {
      if (connection !== undefined) return connection.ended(reason)
      fail(new TransportError('CONNECT_FAILED', `${options.url}: the WebSocket did not open`))
    })
  })
}

function openOrFail(url: string, open: OpenWebSocket): StandardWebSocket {
  try {
    return open(url, 'binary')
  } catch (error) {
    throw new TransportError('CONNECT_FAILED', `${url}: no WebSocket can be opened to that`, { cause: error })
  }
}

function createChannel(webSocket: StandardWebSocket, options: WebSocketOptions, onDrain: () => void): ByteChannel {
  const timers = options.timers ?? systemTimers
  let polling = false
  const poll = (): void => {
    polling = webSocket.bufferedAmount > 0
    if (polling) timers.after(DRAIN_POLL_MS, poll)
    else onDrain()
  }
  return {
    get bufferedBytes() {
      return webSocket.bufferedAmount
    },
    write(bytes) {
      if (bytes.length === 0) return
      webSocket.send(withOwnBuffer(bytes))
      if (polling || webSocket.bufferedAmount === 0) return
      polling = true
      timers.after(DRAIN_POLL_MS, poll)
    },
    // The standard interface has no way to stop reading.
    pause() {},
    resume() {},
    end: () => webSocket.close(1000),
    destroy: () => drop(webSocket),
  }
}

function drop(webSocket: StandardWebSocket): void {
  if (webSocket.terminate === undefined) webSocket.close()
  else webSocket.terminate()
}

function withOwnBuffer(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : Uint8Array.from(bytes)
}

function remoteOf(url: string): { remoteAddress: string; remotePort: number; testPath: boolean } {
  const { hostname, port, protocol, pathname } = new URL(url)
  const remotePort = port === '' ? (protocol === 'wss:' ? 443 : 80) : Number(port)
  return { remoteAddress: hostname, remotePort, testPath: pathname.includes('_test') }
}
