import type { RandomBytes, RsaPublicKey } from '@chappe/crypto'
import { type ClientKeyExchange, createClientKeyExchange } from '../key-exchange/client-key-exchange.ts'
import type { ClientKeyExchangeResult } from '../key-exchange/client-steps.ts'
import type { TargetDc } from '../key-exchange/dc.ts'
import { KeyExchangeError } from '../key-exchange/key-exchange-error.ts'
import { Alarm } from './alarm.ts'
import type { Clock } from './ports.ts'

export interface HandshakeOptions {
  readonly clock: Clock
  readonly publicKeys: readonly RsaPublicKey[]
  readonly dc: TargetDc
  readonly random: RandomBytes
  readonly timeoutMs: number
  /** Seconds for which a temporary key is wanted; undefined for a permanent one. */
  readonly expiresIn: number | undefined
  send(packet: Uint8Array): void
  onDone(result: ClientKeyExchangeResult): void
  /** The exchange is over, the connection is to be closed. */
  onFailed(error: KeyExchangeError): void
}

/** A key exchange over one connection. */
export interface Handshake {
  receive(packet: Uint8Array): void
  /** The connection is gone. */
  abort(): void
}

export function startHandshake(options: HandshakeOptions): Handshake {
  const { clock, publicKeys, dc, random, expiresIn, timeoutMs } = options
  let exchange: ClientKeyExchange | undefined
  // The clock may have been set back a little while nobody looked at it: then it rings early, and once more.
  const alarm = new Alarm(clock, () => attempt(() => exchange?.checkDeadline()))

  function abort(): void {
    alarm.stop()
    exchange?.abort()
    exchange = undefined
  }

  function attempt(step: () => void): void {
    try {
      step()
    } catch (error) {
      if (!(error instanceof KeyExchangeError)) throw error
      abort()
      options.onFailed(error)
    }
  }

  attempt(() => {
    exchange = createClientKeyExchange({ publicKeys, dc, random, expiresIn, timeoutMs, now: clock.now })
    const first = exchange.start()
    alarm.set(exchange.deadline ?? clock.now() + timeoutMs)
    options.send(first)
  })

  return {
    receive(packet) {
      attempt(() => {
        const output = exchange?.receive(packet)
        if (output?.type === 'send') options.send(output.packet)
        if (output?.type !== 'done') return
        alarm.stop()
        exchange = undefined
        options.onDone(output.result)
      })
    },
    abort,
  }
}
