import { toHex } from '@chappe/crypto'
import { type ExchangeSlot, ExchangeSlots } from '../key-exchange/exchange-slots.ts'
import { KeyExchangeError } from '../key-exchange/key-exchange-error.ts'
import type { KeyExchangeServer } from '../key-exchange/key-exchange-server.ts'
import { type KeyExchangeQuery, readQuery } from '../key-exchange/messages.ts'
import type { ServerKeyExchange, ServerKeyExchangeEvent } from '../key-exchange/server-key-exchange.ts'
import { Alarm } from './alarm.ts'
import type { Clock } from './ports.ts'

export interface HttpKeyExchangesPort {
  readonly clock: Clock
  readonly server: Pick<KeyExchangeServer, 'offer' | 'resume'>
  saveKey(event: Extract<ServerKeyExchangeEvent, { type: 'store' }>, exchange: ServerKeyExchange): void
}

/** The POST that a query of a key exchange came by. */
export interface QueryLine {
  /** With whom it shares its bound, by address. */
  readonly group: string | undefined
  send(packet: Uint8Array): void
  /** The exchange is refused; `code` is for the log. */
  refuse(code: string): void
}

interface Exchange {
  readonly machine: ServerKeyExchange
  readonly alarm: Alarm
  readonly slot: ExchangeSlot
  line: QueryLine | undefined
}

export interface HttpKeyExchangeLimits {
  /** At a time; more are a flood, and the oldest is given up. Default 4096. */
  readonly exchanges: number
  /** More from one address are its own: the oldest of that address is given up. Default 256. */
  readonly exchangesPerAddress: number
}

const DEFAULT_LIMITS: HttpKeyExchangeLimits = { exchanges: 4096, exchangesPerAddress: 256 }

/**
 * Key exchanges over HTTP: each query comes by a POST of its own, so the client's nonce, which all of them begin with,
 * tells to which exchange it belongs. There is one from the second query on, when its client has done its work.
 */
export class HttpKeyExchanges {
  readonly #port: HttpKeyExchangesPort
  readonly #exchanges = new Map<string, Exchange>()
  readonly #slots: ExchangeSlots
  readonly #waiting = new Map<QueryLine, Exchange>()

  constructor(port: HttpKeyExchangesPort, limits: Partial<HttpKeyExchangeLimits> = {}) {
    this.#port = port
    const { exchanges, exchangesPerAddress } = { ...DEFAULT_LIMITS, ...limits }
    this.#slots = new ExchangeSlots(exchanges, exchangesPerAddress)
  }

  get size(): number {
    return this.#exchanges.size
  }

  receive(packet: Uint8Array, line: QueryLine): void {
    let query: KeyExchangeQuery
    try {
      query = readQuery(packet)
    } catch (error) {
      if (!(error instanceof KeyExchangeError)) throw error
      line.refuse(error.code)
      return
    }
    const nonce = toHex(query.nonce)
    const known = this.#exchanges.get(nonce)
    if (known === undefined && (query._ === 'req_pq' || query._ === 'req_pq_multi')) {
      line.send(this.#port.server.offer(query.nonce))
      return
    }
    const exchange = known ?? this.#resume(query, nonce, line.group)
    if (exchange === undefined) {
      line.refuse('WRONG_STEP')
      return
    }
    this.#wait(exchange, line)
    exchange.machine.receive(packet)
  }

  /** The POST has ended; what is still to be said to it has nowhere to go. */
  forget(line: QueryLine): void {
    const exchange = this.#waiting.get(line)
    if (exchange !== undefined) this.#wait(exchange, undefined)
  }

  close(): void {
    for (const nonce of [...this.#exchanges.keys()]) this.#end(nonce)
  }

  /** The line that what the exchange says next goes to. */
  #wait(exchange: Exchange, line: QueryLine | undefined): void {
    if (exchange.line !== undefined) this.#waiting.delete(exchange.line)
    exchange.line = line
    if (line !== undefined) this.#waiting.set(line, exchange)
  }

  #resume(query: KeyExchangeQuery, nonce: string, group: string | undefined): Exchange | undefined {
    if (query._ !== 'req_DH_params') return undefined
    const machine = this.#port.server.resume(query, (event) => this.#onEvent(nonce, event))
    if (machine === undefined) return undefined
    const exchange: Exchange = {
      machine,
      alarm: new Alarm(this.#port.clock, () => machine.checkDeadline()),
      slot: this.#slots.take(group, () => this.#giveUp(nonce)),
      line: undefined,
    }
    this.#exchanges.set(nonce, exchange)
    return exchange
  }

  #giveUp(nonce: string): void {
    const line = this.#exchanges.get(nonce)?.line
    this.#end(nonce)
    line?.refuse('OVERLOADED')
  }

  #onEvent(nonce: string, event: ServerKeyExchangeEvent): void {
    const exchange = this.#exchanges.get(nonce)
    if (exchange === undefined) return
    switch (event.type) {
      case 'send':
        exchange.line?.send(event.packet)
        this.#wait(exchange, undefined)
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
    this.#slots.release(exchange.slot)
    this.#wait(exchange, undefined)
    exchange.alarm.stop()
    exchange.machine.abort()
  }
}
