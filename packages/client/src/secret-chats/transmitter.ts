import type { Transmission } from '@chappe/crypto'
import type { api } from '@chappe/tl-codec/api'
import type { Clock } from '@chappe/transport/client'
import { ClientError, RpcError } from '../errors.ts'
import type { Log } from '../log.ts'
import type { Call } from '../rpc/call.ts'
import { sleep } from '../rpc/sleep.ts'
import { retryWaitMs } from './retry-wait.ts'
import type { Outgoing } from './store/chat-record.ts'

export interface TransmitterPorts {
  readonly call: Call
  readonly clock: Clock
  readonly log: Log
  readonly closed: AbortSignal
  peer(): api.inputEncryptedChat
  /** What the server may not have, in order; undefined when nothing may be sent. */
  unconfirmed(): readonly Transmission[] | undefined
  outgoing(randomId: bigint): Outgoing | undefined
  /** The server has it. */
  onSent(randomId: bigint, date: number): void
  /** The server has refused it for good; whether something else stands in its place now. */
  onRefused(randomId: bigint, error: RpcError): boolean
  /** The server knows of no such chat any more. */
  onGone(): void
}

/** What the server answers when a chat has ended. */
const GONE: ReadonlySet<string> = new Set([
  'ENCRYPTION_DECLINED',
  'ENCRYPTION_ALREADY_DECLINED',
  'ENCRYPTION_ID_INVALID',
  'CHAT_ID_INVALID',
])

/**
 * Sends what is stored, one after the other: a message that overtakes another makes the other end ask for what it misses.
 * What is sent, and in which order, is what the chat itself says is not confirmed.
 */
export class Transmitter {
  readonly #ports: TransmitterPorts
  /** Random ids of what is stored and has to be sent. */
  readonly #ready = new Set<bigint>()
  #running = false
  /** What is on its way. */
  #current: { readonly randomId: bigint; readonly withheld: AbortController } | undefined

  constructor(ports: TransmitterPorts) {
    this.#ports = ports
  }

  /** It is stored as it is now. */
  send(randomId: bigint): void {
    this.#ready.add(randomId)
    if (!this.#running) void this.#run()
  }

  /** It is being changed: as it was it is not sent any more, and not anew before that is stored. */
  withhold(randomId: bigint): void {
    this.#ready.delete(randomId)
    if (this.#current?.randomId === randomId) this.#current.withheld.abort()
  }

  get #next(): Transmission | undefined {
    // Nothing overtakes what is not stored yet.
    const [first] = this.#ports.unconfirmed() ?? []
    return first !== undefined && this.#ready.has(first.randomId) ? first : undefined
  }

  async #run(): Promise<void> {
    this.#running = true
    let failures = 0
    for (let next = this.#next; next !== undefined && !this.#ports.closed.aborted; next = this.#next) {
      const waitMs = await this.#try(next, failures)
      failures = waitMs === undefined ? 0 : failures + 1
      if (waitMs !== undefined) await sleep(this.#ports.clock, waitMs, this.#ports.closed).catch(() => {})
    }
    this.#running = false
    // What was changed after the server had it is not sent.
    if (this.#ports.unconfirmed()?.length === 0) this.#ready.clear()
  }

  /** How long to wait before the next attempt; undefined when this one is over. */
  async #try(transmission: Transmission, failures: number): Promise<number | undefined> {
    const { onSent, onRefused, onGone, log, closed } = this.#ports
    const { randomId } = transmission
    const withheld = new AbortController()
    this.#current = { randomId, withheld }
    const patience = retryWaitMs(failures)
    try {
      const { date } = await this.#call(transmission, withheld.signal)
      this.#ready.delete(randomId)
      onSent(randomId, date)
      return undefined
    } catch (error) {
      if (closed.aborted || withheld.signal.aborted) return undefined
      if (!(error instanceof RpcError)) {
        if (!(error instanceof ClientError) || error.code !== 'ANSWER_LOST')
          log('warn', 'a message of a secret chat was not sent, it is tried again', error)
        return patience
      }
      if (error.type === 'RANDOM_ID_DUPLICATE') {
        this.#ready.delete(randomId)
        onSent(randomId, Math.floor(this.#ports.clock.now() / 1000))
        return undefined
      }
      if (error.code === 420) return Math.max(patience, (error.value ?? 0) * 1000)
      if (GONE.has(error.type) || error.code === 403) {
        onGone()
        return undefined
      }
      // Whoever is signed out hears of it elsewhere; what the server fails at may go well another time.
      if (error.code === 401 || error.code >= 500 || error.code < 0) return patience
      this.#ready.delete(randomId)
      if (!onRefused(randomId, error)) onGone()
      return undefined
    }
  }

  #call(
    { randomId, packet: data, isService }: Transmission,
    signal: AbortSignal,
  ): Promise<api.messages.SentEncryptedMessage> {
    const { call, peer: peerOf, outgoing } = this.#ports
    const peer = peerOf()
    const { file, silent = false } = outgoing(randomId) ?? {}
    if (isService) return call({ _: 'messages.sendEncryptedService', peer, randomId, data }, { signal })
    const flags = { silent: silent || undefined }
    if (file === undefined) return call({ _: 'messages.sendEncrypted', ...flags, peer, randomId, data }, { signal })
    const { id, accessHash } = file
    const input: api.inputEncryptedFile = { _: 'inputEncryptedFile', id, accessHash }
    return call({ _: 'messages.sendEncryptedFile', ...flags, peer, randomId, data, file: input }, { signal })
  }
}
