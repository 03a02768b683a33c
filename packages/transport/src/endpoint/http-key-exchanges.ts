import { queryNonce } from '../key-exchange/plain-message.ts'
import type { ServerKeyExchange, ServerKeyExchangeEvent } from '../key-exchange/server-key-exchange.ts'
import { Alarm } from './alarm.ts'
import type { Clock } from './ports.ts'

export interface HttpKeyExchangesPort {
  readonly clock: Clock
  openKeyExchange(emit: (event: ServerKeyExchangeEvent) => void): ServerKeyExchange
  saveKey(event: Extract<ServerKeyExchangeEvent, { type: 'store' }>, exchange: ServerKeyExchange): void
}

/** The POST that a query of a key exchange came by. */
export interface QueryLine {
  send(packet: Uint8Array): void
  /** The exchange is refused; `code` is for the log. */
  refuse(code: string): void
}

interface Exchange {
  readonly machine: ServerKeyExchange
  readonly alarm: Alarm
  line: QueryLine | undefined
}

/** More at a time than this are a flood; the oldest is given up. */
const MAX_EXCHANGES = 4096

/**
 * Key exchanges over HTTP: each query comes by a POST of its own, so the client's nonce, which all of them begin with,
 * tells to which exchange it belongs.
 */
export class HttpKeyExchanges {
  readonly #port: HttpKeyExchangesPort
  readonly #exchanges = new Map<string, Exchange>()

  constructor(port: HttpKeyExchangesPort) {
    this.#port = port
  }

  get size(): number {
    return this.#exchanges.size
  }

  receive(packet: Uint8Array, line: QueryLine): void {
    const nonce = queryNonce(packet)
    if (nonce === undefined) {
      line.refuse('MALFORMED_MESSAGE')
      return
    }
    const exchange = this.#exchanges.get(nonce) ?? this.#open(nonce)
    exchange.line = line
    exchange.machine.receive(packet)
  }

  /** The POST has ended; what is still to be said to it has nowhere to go. */
  forget(line: QueryLine): void {
    for (const exchange of this.#exchanges.values()) if (exchange.line === line) exchange.line = undefined
  }

  close(): void {
    for (const nonce of [...this.#exchanges.keys()]) this.#end(nonce)
  }

  #open(nonce: string): Exchange {
    const machine = this.#port.openKeyExchange((event) => this.#onEvent(nonce, event))
    const exchange: Exchange = {
      machine,
      alarm: new Alarm(this.#port.clock, () => machine.checkDeadline()),
      line: undefined,
    }
    this.#exchanges.set(nonce, exchange)
    if (this.#exchanges.size > MAX_EXCHANGES) this.#giveUpOldest()
    return exchange
  }

  #giveUpOldest(): void {
    for (const [nonce, { line }] of this.#exchanges) {
      this.#end(nonce)
      line?.refuse('OVERLOADED')
      return
    }
  }

  #onEvent(nonce: string, event: ServerKeyExchangeEvent): void {
    const exchange = this.#exchanges.get(nonce)
    if (exchange === undefined) return
    switch (event.type) {
      case 'send':
        exchange.line?.send(event.packet)
        exchange.line = undefined
        return
      case 'store':
        this.#port.saveKey(event, exchange.machine)
        return
      case 'deadline':
        if (event.at === undefined) this.#end(nonce)
        else exchange.alarm.set(event.at)
        return
      case 'close':
        exchange.line?.refuse(event.reason.code)
        this.#end(nonce)
    }
  }

  #end(nonce: string): void {
    const exchange = this.#exchanges.get(nonce)
    if (exchange === undefined) return
    this.#exchanges.delete(nonce)
    exchange.alarm.stop()
    exchange.machine.abort()
  }
}
