/** A stream of bytes as a driver offers it to a connection: a TCP socket, a WebSocket. */
export interface ByteChannel {
  write(bytes: Uint8Array): void
  /** Bytes that were written and not yet taken by the operating system. */
  readonly bufferedBytes: number
  pause(): void
  resume(): void
  /** Closes after what was written. */
  end(): void
  /** Closes now. */
  destroy(): void
}
