import type { Socket } from 'node:net'
import { releaseBytes } from '@chappe/tl-codec'
import type { ByteChannel } from './byte-channel.ts'
import type { CloseReason } from './packet-connection.ts'
import type { StreamConnection } from './stream-connection.ts'

/** A callback for each write would cost small ones more than it saves. */
const LARGE_WRITE = 64 * 1024

/** A TCP socket as a channel, and the feeding of a connection from it. */
export class TcpChannel implements ByteChannel {
  readonly socket: Socket
  #detach: (() => void) | undefined

  constructor(socket: Socket) {
    this.socket = socket
  }

  get bufferedBytes(): number {
    return this.socket.writableLength
  }

  write(bytes: Uint8Array): void {
    if (bytes.length >= LARGE_WRITE) this.socket.write(bytes, () => releaseBytes(bytes))
    else if (bytes.length > 0) this.socket.write(bytes)
  }

  pause(): void {
    this.socket.pause()
  }

  resume(): void {
    this.socket.resume()
  }

  end(): void {
    this.socket.end()
  }

  destroy(): void {
    this.socket.destroy()
  }

  attach(connection: StreamConnection): void {
    const { socket } = this
    let reason: CloseReason = { code: 'CLOSED_BY_PEER', message: 'the peer closed the connection' }
    const onData = (chunk: Uint8Array): void => connection.received(chunk)
    const onDrain = (): void => connection.drained()
    const onError = (error: Error): void => {
      reason = { code: 'CONNECTION_LOST', message: error.message }
    }
    const onClose = (): void => connection.ended(reason)
    socket.on('data', onData).on('drain', onDrain).on('error', onError).on('close', onClose)
    this.#detach = () => {
      socket.off('data', onData).off('drain', onDrain).off('error', onError).off('close', onClose)
    }
  }

  /** Lets go of the socket, which then belongs to whoever takes it. */
  detach(): void {
    this.#detach?.()
    this.#detach = undefined
  }
}
