import type { RandomBytes, RsaPrivateKey } from '@chappe/crypto'
import type { mtproto } from '@chappe/tl-codec/mtproto'
import { createMessageIdGenerator, type MessageIdGenerator } from '../message-id.ts'
import { type Awaitable, inlineCompute, type KeyExchangeCompute } from './compute.ts'
import type { DcIds } from './dc.ts'
import { ExchangeSlots } from './exchange-slots.ts'
import { sameNumber } from './proof-of-work.ts'
import {
  createServerKeyExchange,
  pqAnswer,
  type ServerKeyExchange,
  type ServerKeyExchangeEvent,
} from './server-key-exchange.ts'
import type { PqOffered, PqPolicy } from './server-steps.ts'
import { StatelessOffers } from './stateless-offers.ts'

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
   */
  open(emit: (event: ServerKeyExchangeEvent) => void, group?: string | undefined): ServerKeyExchange
  /** The packet that answers req_pq where no connection holds the exchange; nothing is kept of it. */
  offer(nonce: Uint8Array): Uint8Array
  /**
   * An exchange that goes on from such an offer, which the query answers; undefined if it answers none that still holds.
   * The query is to be given to it then. The caller bounds how many there are.
   */
  resume(query: mtproto.req_DH_params, emit: (event: ServerKeyExchangeEvent) => void): ServerKeyExchange | undefined
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
  const offers = new StatelessOffers(random)
  return {
    open: (emit, group) => createServerKeyExchange(context, emit, (giveUp) => slots.take(group, giveUp)),
    offer: (nonce) => pqAnswer(context, offers.offer(nonce, now())),
    resume({ nonce, serverNonce, p, q }, emit) {
      const offered = offers.find(nonce, serverNonce, now())
      // Whoever asks knows all of this: it tells nothing, and costs no arithmetic.
      if (offered === undefined || !isFactored(offered, p, q)) return undefined
      return createServerKeyExchange(context, emit, () => undefined, offered)
    },
    get active() {
      return slots.size
    },
  }
}

function isFactored({ work }: PqOffered, p: Uint8Array, q: Uint8Array): boolean {
  return sameNumber(p, work.p) && sameNumber(q, work.q)
}
