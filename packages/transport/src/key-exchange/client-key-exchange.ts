import { type RsaPublicKey, rsaPublicKey } from '@chappe/crypto'
import { encode } from '@chappe/tl-codec/mtproto'
import { createMessageIdGenerator, type MessageIdGenerator } from '../message-id.ts'
import {
  type ClientDhSent,
  type ClientKeyExchangeParameters,
  type ClientKeyExchangeResult,
  type DhParamsRequested,
  finish,
  forget,
  type PqRequested,
  requestDhParams,
  requestPq,
  sendClientDh,
} from './client-steps.ts'
import { KeyExchangeError } from './key-exchange-error.ts'
import { readAnswer } from './messages.ts'
import { encodePlainMessage } from './plain-message.ts'

export interface ClientKeyExchangeOptions extends ClientKeyExchangeParameters {
  /** Unix time in milliseconds. */
  readonly now: () => number
  /** Where msg_id comes from; one of its own by default. */
  readonly messageIds?: MessageIdGenerator | undefined
  /** How long the whole exchange may take; 60 seconds by default. */
  readonly timeoutMs?: number | undefined
}

export type ClientKeyExchangeOutput =
  | { readonly type: 'send'; readonly packet: Uint8Array }
  | { readonly type: 'done'; readonly result: ClientKeyExchangeResult }

/**
 * One key exchange on the client's side: plain packets in, plain packets out, in the end a key. After a failed check,
 * which is thrown as a `KeyExchangeError`, the exchange is over and the connection must be closed.
 */
export interface ClientKeyExchange {
  /** The first packet. To be called once. */
  start(): Uint8Array
  /** Takes a plain packet of the server. */
  receive(packet: Uint8Array): ClientKeyExchangeOutput
  /** When to give up (in the terms of `now`), or undefined when nothing is waited for. */
  readonly deadline: number | undefined
  /** Throws TIMED_OUT if the deadline has passed. */
  checkDeadline(): void
  /** Forgets every secret; for a connection that was lost. */
  abort(): void
}

type State = { readonly step: 'new' } | { readonly step: 'over' } | PqRequested | DhParamsRequested | ClientDhSent

const DEFAULT_TIMEOUT_MS = 60_000

/** @throws KeyExchangeError FINGERPRINT_MISMATCH for a public key that is not what it says */
export function createClientKeyExchange(options: ClientKeyExchangeOptions): ClientKeyExchange {
  const { now, timeoutMs = DEFAULT_TIMEOUT_MS } = options
  checkFingerprints(options.publicKeys)
  const messageIds = options.messageIds ?? createMessageIdGenerator({ now, role: 'client' })
  let state: State = { step: 'new' }
  let deadline: number | undefined

  const pack = (query: Parameters<typeof encode>[0]) => encodePlainMessage(messageIds.next(), encode(query))

  function end(): void {
    if (state.step === 'client-dh-sent') state.authKey.wipe()
    if (state.step !== 'new' && state.step !== 'over') forget(state)
    state = { step: 'over' }
    deadline = undefined
  }

  function checkDeadline(): void {
    if (deadline === undefined || now() < deadline) return
    end()
    throw new KeyExchangeError('TIMED_OUT', `the server did not complete the key exchange in ${timeoutMs} ms`)
  }

  function advance(packet: Uint8Array): ClientKeyExchangeOutput {
    checkTransportError(packet)
    switch (state.step) {
      case 'new':
      case 'over':
        throw new KeyExchangeError('WRONG_STEP', 'no answer is expected')
      case 'pq-requested': {
        const next = requestDhParams(state, readAnswer('ResPQ', packet))
        state = next.state
        return { type: 'send', packet: pack(next.query) }
      }
      case 'dh-params-requested': {
        const next = sendClientDh(state, readAnswer('Server_DH_Params', packet), now())
        state = next.state
        return { type: 'send', packet: pack(next.query) }
      }
      case 'client-dh-sent': {
        const next = finish(state, readAnswer('Set_client_DH_params_answer', packet))
        if ('result' in next) {
          state = { step: 'over' }
          deadline = undefined
          return { type: 'done', result: next.result }
        }
        state = next.state
        return { type: 'send', packet: pack(next.query) }
      }
    }
  }

  return {
    start() {
      if (state.step !== 'new') throw new KeyExchangeError('WRONG_STEP', 'the exchange was started before')
      const first = requestPq(options)
      state = first.state
      deadline = now() + timeoutMs
      return pack(first.query)
    },
    receive(packet) {
      checkDeadline()
      try {
        return advance(packet)
      } catch (error) {
        end()
        throw error
      }
    },
    get deadline() {
      return deadline
    },
    checkDeadline,
    abort: end,
  }
}

/** A key is known by its fingerprint, so a wrong one would let another key be used ("Security Guidelines"). */
function checkFingerprints(keys: readonly RsaPublicKey[]): void {
  for (const key of keys) {
    if (rsaPublicKey(key.n, key.e).fingerprint !== key.fingerprint) {
      throw new KeyExchangeError('FINGERPRINT_MISMATCH', 'a public key carries a fingerprint that is not its own')
    }
  }
}

/** What a frame of four bytes carries ("MTProto transports", "Transport errors"). */
function checkTransportError(packet: Uint8Array): void {
  if (packet.length !== 4) return
  const code = new DataView(packet.buffer, packet.byteOffset).getInt32(0, true)
  throw new KeyExchangeError('TRANSPORT_ERROR', `the server answered with transport error ${code}`)
}
