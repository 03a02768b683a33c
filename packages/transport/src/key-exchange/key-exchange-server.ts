import type { RandomBytes, RsaPrivateKey } from '@chappe/crypto'
import { createMessageIdGenerator, type MessageIdGenerator } from '../message-id.ts'
import { type Awaitable, inlineCompute, type KeyExchangeCompute } from './compute.ts'
import type { DcIds } from './dc.ts'
import { ExchangeSlots } from './exchange-slots.ts'
import { createServerKeyExchange, type ServerKeyExchange, type ServerKeyExchangeEvent } from './server-key-exchange.ts'
import type { PqPolicy } from './server-steps.ts'

export interface KeyExchangeLimits {
  /** How long one exchange may take; 10 minutes by default, which is the documented maximum. */
  readonly lifetimeMs: number
  /** How long after a bad packet the connection closes, whatever was bad about it; 250 ms by default. */
  readonly failureDelayMs: number
  /**
   * Exchanges under way at once, over all connections, whose clients have shown that they did their part: they factored pq
   * and know the server's key. Beyond that the oldest ends; 10,000 by default.
   */
  readonly exchanges: number
  /** Of one address (a /64 of IPv6); 512 by default. Loopback has no bound of its own. */
  readonly exchangesPerAddress: number
  /** Seconds that a temporary key may live at most; 7 days by default. */
  readonly temporaryKeyLifetime: number
}

export interface KeyExchangeServerOptions {
  /** The server's keys, the one that clients should prefer first. Asked each time, so that keys can be rolled over. */
  readonly keys: () => readonly RsaPrivateKey[]
  /** The data centres that this server is; one that is alone is `any`. */
  readonly dcIds: DcIds
  /** Accept clients that do not say which data centre they mean; true by default. */
  readonly acceptWithoutDc?: boolean | undefined
  /**
   * Accept the padding that RSA_PAD has replaced, which Telethon 1 still sends; true by default. A new server whose
   * clients are all current sets it to false.
   */
  readonly acceptLegacyPadding?: boolean | undefined
  /** Unix time in milliseconds. */
  readonly now: () => number
  readonly random: RandomBytes
  /** Whether a key with this auth_key_id exists already, temporary ones included. */
  readonly isKnownKey: (authKeyId: bigint) => Awaitable<boolean>
  /** Who does the heavy arithmetic; the calling thread, at once, by default. */
  readonly compute?: KeyExchangeCompute | undefined
  readonly limits?: Partial<KeyExchangeLimits> | undefined
}

/** What the exchanges of one server share. */
export interface KeyExchangeContext {
  readonly keys: () => readonly RsaPrivateKey[]
  readonly policy: PqPolicy
  readonly now: () => number
  readonly random: RandomBytes
  readonly isKnownKey: (authKeyId: bigint) => Awaitable<boolean>
  readonly compute: KeyExchangeCompute
  readonly limits: KeyExchangeLimits
  readonly messageIds: MessageIdGenerator
  readonly slots: ExchangeSlots
}

export interface KeyExchangeServer {
  /**
   * For a new connection. Events may come during calls and, with asynchronous ports, between them.
   *
   * @param group with whom it shares its bound, by address
   * @param isBounded false where the caller bounds the exchanges that it opens
   */
  open(
    emit: (event: ServerKeyExchangeEvent) => void,
    group?: string | undefined,
    isBounded?: boolean,
  ): ServerKeyExchange
  /** Exchanges under way. */
  readonly active: number
}

const DEFAULT_LIMITS: KeyExchangeLimits = {
  lifetimeMs: 600_000,
  failureDelayMs: 250,
  exchanges: 10_000,
  exchangesPerAddress: 512,
  temporaryKeyLifetime: 7 * 86_400,
}

export function createKeyExchangeServer(options: KeyExchangeServerOptions): KeyExchangeServer {
  const { keys, now, random, isKnownKey } = options
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const slots = new ExchangeSlots(limits.exchanges, limits.exchangesPerAddress)
  const context: KeyExchangeContext = {
    keys,
    policy: {
      dcIds: options.dcIds,
      acceptWithoutDc: options.acceptWithoutDc ?? true,
      acceptLegacyPadding: options.acceptLegacyPadding ?? true,
    },
    now,
    random,
    isKnownKey,
    compute: options.compute ?? inlineCompute,
    limits,
    messageIds: createMessageIdGenerator({ now, role: 'server' }),
    slots,
  }
  return {
    open: (emit, group, isBounded = true) =>
      createServerKeyExchange(context, emit, (giveUp) => (isBounded ? slots.take(group, giveUp) : undefined)),
    get active() {
      return slots.size
    },
  }
}
