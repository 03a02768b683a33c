import { type ConnectOptions, clientContext } from '../drivers/client-options.ts'
import type { ConnectionLimits } from '../drivers/limits.ts'
import type { CloseReason, PacketConnection, PacketHandlers, TransportInfo } from '../drivers/packet-connection.ts'
import { nextConnectionId } from '../drivers/stream-connection.ts'
import { systemTimers, type Timers } from '../drivers/timers.ts'
import { GrowingBuffer } from '../framing/growing-buffer.ts'
import { TransportError } from '../transport-error.ts'

export interface HttpOptions extends ConnectOptions {
  /** `http:` or `https:`, with the path `/api`, `/apiw` (browsers) or one of the others. */
  readonly url: string
  /** How long one POST may take, 60,000 by default: longer than any `http_wait` that is sent. */
  readonly requestTimeoutMs?: number | undefined
  /** The platform's `fetch` by default. */
  readonly fetch?: StandardFetch | undefined
}

/** What is posted. */
export interface PostInit {
  readonly method: 'POST'
  readonly body: Uint8Array<ArrayBuffer>
  readonly headers: Readonly<Record<string, string>>
  readonly credentials: 'omit'
  readonly cache: 'no-store'
  readonly redirect: 'error'
  readonly signal: AbortSignal
}

/** The part of the standard `Response` that is used. */
export interface StandardResponse {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  readonly body: {
    cancel(): Promise<void>
    getReader(): {
      read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>
      cancel(): Promise<void>
    }
  } | null
}

/** The part of the standard `fetch` that is used, as browsers and Node offer it. */
export type StandardFetch = (url: string, init: PostInit) => Promise<StandardResponse>

const REQUEST_TIMEOUT_MS = 60_000
/** A POST that was sent has left by then; its answer, which nobody wants any more, may be a minute away. */
const CLOSING_MS = 1000
/** No line is taken to be slower than a kilobyte a second. */
const MS_PER_BYTE = 1

/**
 * The HTTP transport from the client's side: a connection in `request` mode (see ConnectionMode). Nothing is connected
 * before the first `send`; an answer with another status than 200 is a transport error, a request that fails closes the
 * connection.
 */
export function connectHttp(options: HttpOptions): Promise<PacketConnection> {
  return Promise.resolve(new HttpConnection(options))
}

class HttpConnection implements PacketConnection {
  readonly id: number = nextConnectionId()
  readonly mode = 'request'
  readonly dcId: undefined = undefined
  readonly transport: TransportInfo
  readonly remoteAddress: string
  readonly remotePort: number
  readonly #url: string
  readonly #fetch: StandardFetch
  readonly #timers: Timers
  readonly #limits: ConnectionLimits
  readonly #requestTimeoutMs: number
  readonly #handlers: PacketHandlers
  /** The open POSTs, with the size of what they carry. */
  readonly #requests: Map<AbortController, number> = new Map()
  #closing: CloseReason | undefined
  #aborted = false
  #told = false

  constructor(options: HttpOptions) {
    const url = new URL(options.url)
    const context = clientContext(options)
    this.transport = {
      carrier: 'http',
      framing: undefined,
      obfuscated: false,
      proxySecret: false,
      testPath: url.pathname.includes('_test'),
    }
    this.remoteAddress = url.hostname
    this.remotePort = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port)
    this.#url = options.url
    // As a method of this object, the platform's own would be refused by browsers; so would one that was handed in.
    const ask: StandardFetch = options.fetch ?? fetch
    this.#fetch = (url, init) => ask(url, init)
    this.#timers = options.timers ?? systemTimers
    this.#limits = context.limits
    this.#requestTimeoutMs = options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS
    this.#handlers = options.accept(this)
  }

  get closed(): boolean {
    return this.#closing !== undefined
  }

  get openRequests(): number {
    return this.#requests.size
  }

  get bufferedBytes(): number {
    let bytes = 0
    for (const size of this.#requests.values()) bytes += size
    return bytes
  }

  send(packet: Uint8Array): void {
    if (this.closed) return
    if (this.bufferedBytes + packet.length > this.#limits.maxBufferedBytes) {
      this.#fail({ code: 'SLOW_READER', message: 'too much waits to be sent' })
      return
    }
    void this.#post(packet)
  }

  sendQuickAck(): void {
    // HTTP has no quick acknowledgements.
  }

  sendTransportError(): void {
    // Only servers tell transport errors.
  }

  pause(): void {
    // Every packet has been asked for.
  }

  resume(): void {
    // Every packet has been asked for.
  }

  /** Lets the open POSTs leave; their answers are not delivered any more. */
  close(reason = 'closed'): void {
    if (this.closed) return
    this.#closing = { code: 'CLOSED_HERE', message: reason }
    if (this.#requests.size === 0) queueMicrotask(() => this.#tellClosed())
    else this.#timers.after(CLOSING_MS, () => this.abort())
  }

  abort(reason = 'aborted'): void {
    this.#fail({ code: 'CLOSED_HERE', message: reason })
  }

  #fail(reason: CloseReason): void {
    this.#closing ??= reason
    if (this.#aborted) return
    this.#aborted = true
    for (const request of this.#requests.keys()) request.abort()
    if (this.#requests.size === 0) queueMicrotask(() => this.#tellClosed())
  }

  async #post(packet: Uint8Array): Promise<void> {
    const request = new AbortController()
    this.#requests.set(request, packet.length)
    // A body takes its time to leave; whatever comes of an answer buys more.
    let cancelTimeout = this.#timers.after(this.#requestTimeoutMs + packet.length * MS_PER_BYTE, () => request.abort())
    const onProgress = (): void => {
      cancelTimeout()
      cancelTimeout = this.#timers.after(this.#requestTimeoutMs, () => request.abort())
      if (!this.closed) this.#handlers.onProgress?.()
    }
    const cancelLast = this.#timers.after(
      this.#limits.packetTimeoutMs + this.#requestTimeoutMs + packet.length * MS_PER_BYTE,
      () => request.abort(),
    )
    let answer: Answer
    try {
      answer = await this.#exchange(packet, request.signal, onProgress)
    } catch (error) {
      answer = { failure: error }
    }
    cancelTimeout()
    cancelLast()
    this.#requests.delete(request)
    if (!this.closed) this.#deliver(answer)
    if (this.closed && this.#requests.size === 0) this.#tellClosed()
  }

  async #exchange(packet: Uint8Array, signal: AbortSignal, onProgress: () => void): Promise<Answer> {
    const response = await this.#fetch(this.#url, {
      method: 'POST',
      body: Uint8Array.from(packet),
      headers: { 'content-type': 'application/octet-stream' },
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      signal,
    })
    if (response.status !== 200) {
      await response.body?.cancel()
      return { status: response.status }
    }
    return { packet: await readBounded(response, this.#limits.maxPacketBytes, onProgress) }
  }

  #deliver(answer: Answer): void {
    if ('failure' in answer) {
      this.#fail(reasonOf(answer.failure))
      return
    }
    if ('status' in answer) this.#handlers.onTransportError?.(-answer.status)
    else if (answer.packet.length > 0) this.#handlers.onPacket(answer.packet, false)
    if (!this.closed) this.#handlers.onRequestEnd?.()
  }

  #tellClosed(): void {
    if (this.#told || this.#closing === undefined) return
    this.#told = true
    this.#handlers.onClose(this.#closing)
  }
}

type Answer = { readonly packet: Uint8Array } | { readonly status: number } | { readonly failure: unknown }

async function readBounded(response: StandardResponse, maxBytes: number, onProgress: () => void): Promise<Uint8Array> {
  const announced = Number(response.headers.get('content-length') ?? 0)
  const body = new GrowingBuffer(maxBytes)
  const tooLarge = (): TransportError => new TransportError('FRAME_TOO_LARGE', `an answer of over ${maxBytes} bytes`)
  if (announced > maxBytes) {
    await response.body?.cancel()
    throw tooLarge()
  }
  const reader = response.body?.getReader()
  for (;;) {
    const read = await reader?.read()
    if (read?.value === undefined || read.done) return body.bytes()
    if (read.value.length > body.missing) {
      await reader?.cancel()
      throw tooLarge()
    }
    body.take(read.value, 0)
    onProgress()
  }
}

function reasonOf(error: unknown): CloseReason {
  if (error instanceof TransportError) return { code: error.code, message: error.message }
  // `fetch` hides the system's reason in the cause.
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return { code: 'CONNECTION_LOST', message: cause instanceof Error ? cause.message : 'the request failed' }
}
