import type { RandomBytes, RsaPublicKey } from '@chappe/crypto'
import type { AcceptConnection, PacketConnection } from '../drivers/packet-connection.ts'
import type { BindTempAuthKeyFields } from '../key-exchange/bind-temp-auth-key.ts'
import type { TargetDc } from '../key-exchange/dc.ts'
import type { KeyExchangeError } from '../key-exchange/key-exchange-error.ts'
import type { SessionLimits } from '../session/limits.ts'
import type { SessionError } from '../session/session-error.ts'
import type { ClientFatalError } from './client-failure.ts'
import type { ClientEndpointLimits } from './client-limits.ts'
import type { Clock } from './ports.ts'

/** A permanent authorization key as a client keeps it. It is as secret as a password. */
export interface StoredClientKey {
  /** 256 bytes. */
  readonly key: Uint8Array
  /** The salt that came with the key; a later one is learnt from the server. */
  readonly salt: bigint
  /** Seconds to add to the clock, as the key exchange found out. */
  readonly timeOffset: number
}

/** What a client endpoint is doing: `waiting` is the time between two attempts to connect. */
export type ClientState = 'connecting' | 'exchangingKeys' | 'connected' | 'waiting' | 'closed'

/** Why a client endpoint is `waiting`. */
export interface Waiting {
  /** What ended the last attempt, or the connection. */
  readonly cause: Error
  /** Attempts in a row that failed, this one included; 1 after a connection that was good. */
  readonly attempt: number
  /** The next attempt is made after so many ms, unless `wake` is called. */
  readonly retryInMs: number
}

/** Perfect forward secrecy: requests go under temporary keys that are bound to the permanent one. */
export interface PfsOptions {
  /** Encodes auth.bindTempAuthKey: the transport knows no API schema. Its length must not depend on the values. */
  encodeBind(fields: BindTempAuthKeyFields): Uint8Array
  /** How long a temporary key lives, in seconds. Default 86,400. */
  readonly lifetimeS?: number
}

/** Things worth a line in a log. They hold no secret. */
export type ClientEndpointEvent =
  | { readonly type: 'connectFailed'; readonly error: unknown }
  | { readonly type: 'disconnected'; readonly why: string }
  | { readonly type: 'transportError'; readonly code: number }
  | { readonly type: 'failure'; readonly what: string; readonly error: unknown }

export interface ClientEndpointOptions {
  /** Opens a connection, gives it to `accept` and resolves with it; `signal` gives up. See `connectTcp` and the others. */
  readonly connect: (accept: AcceptConnection, signal: AbortSignal) => Promise<PacketConnection>
  readonly publicKeys: readonly RsaPublicKey[]
  readonly dc: TargetDc
  readonly random: RandomBytes
  /** The platform's by default. */
  readonly clock?: Clock
  /** The key that `saveKey` got last; without one, a key is exchanged first. */
  readonly key?: StoredClientKey | undefined
  /** Makes a key durable, or forgets it when undefined is given. Nothing is sent under a key that is not saved. */
  readonly saveKey: (key: StoredClientKey | undefined) => Promise<void>
  readonly pfs?: PfsOptions
  /**
   * What the requests of a new session are wrapped in until one of them is answered (invokeWithLayer, initConnection).
   * Nothing by default.
   */
  readonly introduce?: (body: Uint8Array) => Uint8Array
  readonly limits?: Partial<ClientEndpointLimits>
  readonly sessionLimits?: Partial<SessionLimits>
  /** An update, TL bytes. Those of one session come in order. */
  readonly onUpdate?: (body: Uint8Array) => void
  /** Updates may have been missed: the server began a new session, or one could not be unpacked. */
  readonly onNewSession?: () => void
  /** `waiting` comes with its reason. */
  readonly onState?: (state: ClientState, waiting?: Waiting) => void
  /** The server has forgotten the permanent key, which is gone from the store too: whoever was signed in is not any more. */
  readonly onKeyLost?: () => void
  /** A check failed: the connection was closed, nothing of the packet was delivered, and another connection is made. */
  readonly onViolation?: (error: SessionError | KeyExchangeError) => void
  /** The endpoint gave up and is closed; whoever waits for an answer gets GAVE_UP with this as its cause. */
  readonly onFatal?: (error: ClientFatalError) => void
  readonly log?: (event: ClientEndpointEvent) => void
}
