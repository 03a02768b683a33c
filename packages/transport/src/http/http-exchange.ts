import type {
  AcceptConnection,
  CloseReason,
  PacketConnection,
  PacketHandlers,
  TransportInfo,
} from '../drivers/packet-connection.ts'
import { nextConnectionId } from '../drivers/stream-connection.ts'
import { ANSWER_HEADERS, CORS_HEADERS, type HttpPath } from './http-path.ts'

/** The part of the `ServerResponse` of `node:http` that is used. */
export interface ExchangeResponse {
  readonly socket: { readonly remoteAddress?: string | undefined; readonly remotePort?: number | undefined } | null
  /** Bytes that were written and not yet taken by the operating system. */
  readonly writableLength: number
  writeHead(status: number, headers: Readonly<Record<string, string | number>>): unknown
  end(body?: Uint8Array): unknown
  destroy(): unknown
}

/** One POST and its answer, as a connection in `response` mode (see ConnectionMode). */
export class HttpExchange implements PacketConnection {
  readonly id: number = nextConnectionId()
  readonly mode = 'response'
  readonly openRequests = 0
  readonly dcId: undefined = undefined
  readonly transport: TransportInfo
  readonly remoteAddress: string | undefined
  readonly remotePort: number | undefined
  readonly #response: ExchangeResponse
  readonly #headers: Readonly<Record<string, string>>
  readonly #onClosed: (answerBytes: number) => void
  #handlers: PacketHandlers | undefined
  #closing: CloseReason | undefined

  /** @param onClosed called once, when the exchange is over for its owner, with the size of the answer */
  constructor(response: ExchangeResponse, path: HttpPath, onClosed: (answerBytes: number) => void) {
    const { socket } = response
    this.transport = {
      carrier: 'http',
      framing: undefined,
      obfuscated: false,
      proxySecret: false,
      testPath: path.test,
    }
    this.remoteAddress = socket?.remoteAddress
    this.remotePort = socket?.remotePort
    this.#response = response
    this.#headers = path.cors ? { ...ANSWER_HEADERS, ...CORS_HEADERS } : ANSWER_HEADERS
    this.#onClosed = onClosed
  }

  get closed(): boolean {
    return this.#closing !== undefined
  }

  get bufferedBytes(): number {
    return this.#response.writableLength
  }

  /** Announces the exchange and hands over its packet. */
  begin(accept: AcceptConnection, packet: Uint8Array): void {
    this.#handlers = accept(this)
    if (!this.closed) this.#handlers.onPacket(packet, false)
  }

  send(packet: Uint8Array): void {
    this.#answer(200, packet, { code: 'ANSWERED', message: 'answered' })
  }

  sendQuickAck(): void {
    // HTTP has no quick acknowledgements.
  }

  /** Over HTTP a transport error is the status of the answer ("Transport errors"). */
  sendTransportError(code: number): void {
    const status = Math.abs(code)
    const message = `answered with status ${status}`
    this.#answer(status >= 400 && status < 600 ? status : 400, undefined, { code: 'ANSWERED', message })
  }

  pause(): void {
    // There is nothing more to come.
  }

  resume(): void {
    // There is nothing more to come.
  }

  close(reason = 'closed'): void {
    this.#answer(200, undefined, { code: 'CLOSED_HERE', message: reason })
  }

  abort(reason = 'aborted'): void {
    if (this.closed) return
    this.#response.destroy()
    this.finish({ code: 'CLOSED_HERE', message: reason })
  }

  /** The exchange is over: the owner is told, not within the call that ended it. */
  finish(reason: CloseReason, answerBytes = 0): void {
    if (this.closed) return
    this.#closing = reason
    this.#onClosed(answerBytes)
    queueMicrotask(() => this.#handlers?.onClose(reason))
  }

  #answer(status: number, body: Uint8Array | undefined, reason: CloseReason): void {
    if (this.closed) return
    this.#response.writeHead(status, { ...this.#headers, 'content-length': body?.length ?? 0 })
    if (body === undefined) this.#response.end()
    else this.#response.end(body)
    this.finish(reason, body?.length ?? 0)
  }
}
