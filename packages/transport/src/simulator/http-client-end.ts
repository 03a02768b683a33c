import type { ByteChannel } from '../drivers/byte-channel.ts'
import { readUint32 } from '../framing/little-endian.ts'
import type { StandardResponse } from '../http/http-client.ts'
import { ANSWER_HEAD_BYTES, concat, REQUEST_HEAD_BYTES } from './http-server-end.ts'
import type { WireEnd } from './wire.ts'

const NO_BYTES = new Uint8Array(0)

interface Exchange {
  readonly resolve: (response: StandardResponse) => void
  readonly reject: (error: Error) => void
  readonly onEnd: () => void
}

/** The client's end of a connection that speaks HTTP: one request at a time, as a browser's `fetch` uses it. */
export class HttpClientEnd implements WireEnd {
  readonly #channel: ByteChannel
  #exchange: Exchange | undefined
  #body: ArrivingBody | undefined
  #held: Uint8Array = NO_BYTES
  /** Requests that were answered over this connection. */
  answered = 0
  over = false

  constructor(channel: ByteChannel) {
    this.#channel = channel
  }

  get idle(): boolean {
    return !this.over && this.#exchange === undefined
  }

  /** @param onEnd the connection is free again, or gone */
  ask(packet: Uint8Array, signal: AbortSignal, onEnd: () => void): Promise<StandardResponse> {
    return new Promise((resolve, reject) => {
      const exchange = { resolve, reject, onEnd }
      this.#exchange = exchange
      signal.addEventListener('abort', () => {
        if (this.#exchange !== exchange) return
        this.#fail('the request was aborted')
        this.#channel.destroy()
      })
      const request = new Uint8Array(REQUEST_HEAD_BYTES + packet.length)
      new DataView(request.buffer).setUint32(0, packet.length, true)
      request.set(packet, REQUEST_HEAD_BYTES)
      this.#channel.write(request)
    })
  }

  received(bytes: Uint8Array): void {
    if (this.over) return
    if (this.#exchange === undefined) {
      // Nothing was asked: whatever this is, the connection is out of step.
      this.over = true
      this.#channel.destroy()
      return
    }
    this.#held = concat(this.#held, bytes)
    if (this.#body === undefined) {
      if (this.#held.length < ANSWER_HEAD_BYTES) return
      const body = new ArrivingBody(readUint32(this.#held, 4))
      this.#body = body
      this.#exchange.resolve(responseOf(readUint32(this.#held, 0), body, () => this.#cancel(body)))
      this.#held = this.#held.slice(ANSWER_HEAD_BYTES)
    }
    const body = this.#body
    this.#held = body.take(this.#held)
    if (body.missing > 0) return
    this.#body = undefined
    this.answered++
    if (this.#held.length > 0) {
      this.over = true
      this.#channel.destroy()
    }
    this.#release()
  }

  drained(): void {
    // A request is written whole.
  }

  ended(): void {
    this.#fail('the connection was lost')
  }

  /** Nobody reads the rest of an answer. */
  #cancel(body: ArrivingBody): void {
    if (this.#body !== body) return
    this.#fail('the answer was not read')
    this.#channel.destroy()
  }

  #fail(message: string): void {
    if (this.over) return
    this.over = true
    const error = new TypeError(message)
    this.#body?.fail(error)
    this.#exchange?.reject(error)
    this.#release()
  }

  #release(): void {
    const exchange = this.#exchange
    this.#exchange = undefined
    exchange?.onEnd()
  }
}

type Read = { readonly done: false; readonly value: Uint8Array } | { readonly done: true; readonly value?: undefined }

/** The body of an answer, read as it arrives. */
class ArrivingBody {
  missing: number
  #chunks: Uint8Array[] = []
  #reader: { readonly resolve: (read: Read) => void; readonly reject: (error: Error) => void } | undefined
  #failure: Error | undefined

  constructor(length: number) {
    this.missing = length
  }

  /** Takes what is of this body and gives back the rest. */
  take(bytes: Uint8Array): Uint8Array {
    const part = bytes.slice(0, this.missing)
    this.missing -= part.length
    if (part.length > 0) this.#chunks.push(part)
    this.#serve()
    return bytes.slice(part.length)
  }

  fail(error: Error): void {
    this.#failure = error
    this.#serve()
  }

  read(): Promise<Read> {
    return new Promise((resolve, reject) => {
      this.#reader = { resolve, reject }
      this.#serve()
    })
  }

  #serve(): void {
    const reader = this.#reader
    if (reader === undefined) return
    const value = this.#chunks.shift()
    if (value === undefined && this.#failure === undefined && this.missing > 0) return
    this.#reader = undefined
    if (value !== undefined) reader.resolve({ done: false, value })
    else if (this.#failure !== undefined) reader.reject(this.#failure)
    else reader.resolve({ done: true })
  }
}

function responseOf(status: number, body: ArrivingBody, onCancel: () => void): StandardResponse {
  const cancel = async (): Promise<void> => onCancel()
  return {
    status,
    headers: { get: (name) => (name === 'content-length' ? String(body.missing) : null) },
    body: { cancel, getReader: () => ({ cancel, read: () => body.read() }) },
  }
}
