import type { ByteChannel } from '../drivers/byte-channel.ts'
import { readUint32 } from '../framing/little-endian.ts'
import type { ExchangeResponse, HttpExchange } from '../http/http-exchange.ts'
import { HttpSocket, type HttpSocketContext } from '../http/http-socket.ts'
import type { WireEnd } from './wire.ts'

/** In place of HTTP's own words, which are the platform's affair: a length before a request, status and length before an answer. */
export const REQUEST_HEAD_BYTES = 4
export const ANSWER_HEAD_BYTES = 8

const PATH = { websocket: false, cors: true, test: false }
const NO_BYTES = new Uint8Array(0)

/** The server's end of a connection that speaks HTTP: the real exchanges and their time limits over simulated bytes. */
export class HttpServerEnd implements WireEnd {
  readonly #channel: ByteChannel
  readonly #context: HttpSocketContext
  readonly #socket: HttpSocket
  readonly #remoteAddress: string
  #held: Uint8Array = NO_BYTES
  #exchange: HttpExchange | undefined

  constructor(channel: ByteChannel, context: HttpSocketContext, remoteAddress: string) {
    this.#channel = channel
    this.#context = context
    this.#remoteAddress = remoteAddress
    this.#socket = new HttpSocket(
      {
        get writableLength() {
          return channel.bufferedBytes
        },
        end: () => channel.end(),
        destroy: () => channel.destroy(),
      },
      context,
    )
  }

  received(bytes: Uint8Array): void {
    this.#held = concat(this.#held, bytes)
    while (this.#held.length >= REQUEST_HEAD_BYTES) {
      const length = readUint32(this.#held, 0)
      this.#exchange ??= this.#socket.open(this.#response(), PATH)
      if (this.#exchange === undefined || length > this.#context.limits.maxPacketBytes) {
        this.#write(413, NO_BYTES)
        this.#channel.end()
        return
      }
      const end = REQUEST_HEAD_BYTES + length
      if (this.#held.length < end) return
      const body = this.#held.slice(REQUEST_HEAD_BYTES, end)
      this.#held = this.#held.slice(end)
      const exchange = this.#exchange
      this.#exchange = undefined
      this.#socket.arrived(exchange, body)
    }
  }

  drained(): void {
    // Nobody waits for it: an exchange has one answer.
  }

  ended(): void {
    this.#socket.gone()
  }

  #response(): ExchangeResponse {
    const channel = this.#channel
    let status = 0
    return {
      socket: { remoteAddress: this.#remoteAddress, remotePort: 1 },
      get writableLength() {
        return channel.bufferedBytes
      },
      writeHead: (given) => {
        status = given
      },
      end: (body) => this.#write(status, body ?? NO_BYTES),
      destroy: () => channel.destroy(),
    }
  }

  #write(status: number, body: Uint8Array): void {
    const answer = new Uint8Array(ANSWER_HEAD_BYTES + body.length)
    const view = new DataView(answer.buffer)
    view.setUint32(0, status, true)
    view.setUint32(4, body.length, true)
    answer.set(body, ANSWER_HEAD_BYTES)
    this.#channel.write(answer)
  }
}

export function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}
