import type { RawData, WebSocket } from 'ws'
import type { ByteChannel } from './byte-channel.ts'
import type { CloseReason } from './packet-connection.ts'
import type { StreamConnection } from './stream-connection.ts'

/**
 * A WebSocket of the `ws` package as a channel. Its messages are pieces of one stream of bytes, their boundaries mean
 * nothing ("Transports", WebSocket).
 */
export class WsChannel implements ByteChannel {
  readonly #webSocket: WebSocket

  constructor(webSocket: WebSocket) {
    this.#webSocket = webSocket
  }

  get bufferedBytes(): number {
    return this.#webSocket.bufferedAmount
  }

  write(bytes: Uint8Array): void {
    if (bytes.length > 0) this.#webSocket.send(bytes, { binary: true, compress: false })
  }

  pause(): void {
    this.#webSocket.pause()
  }

  resume(): void {
    this.#webSocket.resume()
  }

  /** The close code is 1000 whatever the reason. */
  end(): void {
    this.#webSocket.close(1000)
  }

  destroy(): void {
    this.#webSocket.terminate()
  }

  attach(connection: StreamConnection): void {
    let reason: CloseReason = { code: 'CLOSED_BY_PEER', message: 'the peer closed the connection' }
    this.#webSocket.on('message', (data, isBinary) => {
      if (isBinary) connection.received(toBytes(data))
      else connection.fail('FRAME_INVALID', 'a text message on a binary WebSocket')
    })
    this.#webSocket.on('error', (error) => {
      reason = { code: 'CONNECTION_LOST', message: error.message }
    })
    this.#webSocket.on('close', () => connection.ended(reason))
  }
}

function toBytes(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data)
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data
}
