import type { Deadlines, Watched } from '../drivers/deadlines.ts'
import type { ServerLimits } from '../drivers/limits.ts'
import type { AcceptConnection } from '../drivers/packet-connection.ts'
import { CLOSING_TIMEOUT_MS } from '../drivers/stream-connection.ts'
import { type ExchangeResponse, HttpExchange } from './http-exchange.ts'
import type { HttpPath } from './http-path.ts'

/** The part of a socket that is used. */
export interface HttpLine {
  /** Bytes that were written and not yet taken by the operating system. */
  readonly writableLength: number
  end(): unknown
  destroy(): unknown
}

export interface HttpSocketContext {
  readonly deadlines: Deadlines
  readonly accept: AcceptConnection
  readonly limits: ServerLimits
}

/** Requests of one connection that may wait for their answers at once. */
const MAX_PIPELINED = 16

/** A server's socket that speaks HTTP: the exchanges that are open on it, and how long it may take for what comes next. */
export class HttpSocket implements Watched {
  deadline: number
  readonly #line: HttpLine
  readonly #context: HttpSocketContext
  readonly #exchanges = new Set<HttpExchange>()

  constructor(line: HttpLine, context: HttpSocketContext) {
    this.#line = line
    this.#context = context
    this.deadline = this.#now + context.limits.handshakeTimeoutMs
    context.deadlines.add(this)
  }

  /** A request has begun to arrive; gives nothing back when too many are open. */
  open(response: ExchangeResponse, path: HttpPath): HttpExchange | undefined {
    if (this.#exchanges.size >= MAX_PIPELINED) return undefined
    const exchange = new HttpExchange(response, path, (answerBytes) => {
      this.#exchanges.delete(exchange)
      this.rest(answerBytes)
    })
    this.#exchanges.add(exchange)
    this.deadline = this.#now + this.#context.limits.packetTimeoutMs
    return exchange
  }

  /** The body of its request is here. */
  arrived(exchange: HttpExchange, body: Uint8Array): void {
    this.deadline = this.#now + this.#context.limits.httpAnswerTimeoutMs
    exchange.begin(this.#context.accept, body)
  }

  /** Its request is refused, by an answer that the exchange does not give. */
  refused(exchange: HttpExchange): void {
    this.#exchanges.delete(exchange)
  }

  /** After an answer: the connection is kept for the next request, for a while. */
  rest(answerBytes = 0): void {
    if (this.#exchanges.size > 0) return
    // An answer takes its time over a slow line: a millisecond a byte is the least that is waited for.
    this.deadline = this.#now + this.#context.limits.httpKeepAliveMs + answerBytes
  }

  expire(): void {
    if (this.#exchanges.size === 0 || this.#line.writableLength > 0) return void this.#line.destroy()
    // A request that is still arriving cannot be answered; one that has waited too long for the server is.
    for (const exchange of this.#exchanges) exchange.close('nothing to answer for too long')
    this.deadline = this.#now
  }

  /** Answers what is open with nothing and closes the connection. */
  close(): void {
    for (const exchange of this.#exchanges) exchange.close('the server is shutting down')
    this.#line.end()
    this.deadline = this.#now + CLOSING_TIMEOUT_MS
  }

  /** The socket is gone. */
  gone(): void {
    this.release()
    for (const exchange of this.#exchanges) {
      exchange.finish({ code: 'CLOSED_BY_PEER', message: 'the peer closed the connection' })
    }
  }

  /** The socket belongs to somebody else now. */
  release(): void {
    this.#context.deadlines.delete(this)
  }

  get #now(): number {
    return this.#context.deadlines.now
  }
}
