import type { RandomBytes, RsaPrivateKey } from '@chappe/crypto'
import type { KeyExchangeCompute } from '../key-exchange/compute.ts'
import type { DcIds } from '../key-exchange/dc.ts'
import type { KeyExchangeLimits } from '../key-exchange/key-exchange-server.ts'
import type { SessionLimits } from '../session/limits.ts'
import type { HeldBy, HeldMemoryLimits } from './held-memory.ts'
import type { AuthKeyStore, Clock } from './ports.ts'
import type { ServerQuery } from './server-query.ts'
import type { ServerSession } from './server-session.ts'

export interface ServerEndpointLimits extends HeldMemoryLimits {
  /** A session without connection is forgotten after this. Default 30 min. */
  readonly sessionLifetimeMs: number
  /** And one that is not wanted (`ServerSession.setWanted`) after this. Default 1 min. */
  readonly unwantedSessionLifetimeMs: number
  /** So many are neither wanted nor connected at the most; the longest without connection goes. Default 20,000. */
  readonly unwantedIdleSessions: number
  /** So many are connected and not wanted at the most; the oldest goes, and may come back. Default 50,000. */
  readonly unwantedSessions: number
  /** Sessions of one key; the longest without connection makes room, one that is not wanted first. Default 128. */
  readonly sessionsPerKey: number
  /**
   * Sessions in all. Room is made by those that are not wanted and have no connection, then by others without one, then by
   * those that are not wanted, each time the oldest. Default 200,000.
   */
  readonly sessions: number
  /** Sessions that speak over one connection; the oldest leaves it. Default 16: clients use one. */
  readonly sessionsPerConnection: number
  /** Connections of one session, or HTTP exchanges; the oldest makes room. Default 64. */
  readonly connectionsPerSession: number
}

/** Things an operator may want to know. They hold no secret. */
export type ServerEndpointEvent =
  | { readonly type: 'keyExchangeRefused'; readonly remoteAddress: string | undefined; readonly code: string }
  | { readonly type: 'packetRefused'; readonly remoteAddress: string | undefined; readonly why: string }
  | { readonly type: 'keyCreated'; readonly authKeyId: bigint; readonly temporary: boolean }
  | { readonly type: 'violation'; readonly authKeyId: bigint; readonly code: string }
  /** `onRequest` has thrown or rejected, and the query was answered by this error. */
  | {
      readonly type: 'requestFailed'
      readonly authKeyId: bigint
      readonly msgId: bigint
      readonly code: number
      readonly message: string
      readonly error: unknown
    }
  /** A result was too large to be sent, and the query was answered by 400 RESULT_TOO_LARGE. */
  | {
      readonly type: 'answerTooLarge'
      readonly authKeyId: bigint
      readonly msgId: bigint
      readonly bytes: number
    }
  /** A session ended because its client asked for much and took none of it; `by` names the bound that was passed. */
  | {
      readonly type: 'sessionGivenUp'
      readonly authKeyId: bigint
      readonly heldBytes: number
      readonly by: HeldBy | 'session'
    }
  /**
   * The clock was set back. Sessions cannot follow, since their identifiers only rise: until the endpoint is made anew,
   * clients are told a time that is so far ahead. Told when it becomes further by a minute or more.
   */
  | { readonly type: 'clockSetBack'; readonly aheadMs: number }
  | { readonly type: 'failure'; readonly what: string; readonly error: unknown }

export interface ServerEndpointOptions {
  /** The server's RSA keys, the preferred one first. Asked for each exchange, so keys can be rolled over. */
  readonly keys: () => readonly RsaPrivateKey[]
  /**
   * The data centres that this server is, if it is one of several: clients that mean another are refused. A server that is
   * alone is `any`, whichever a client means; `ServerSession.dc` tells which that was, for the answer to help.getConfig.
   */
  readonly dcIds: DcIds
  readonly authKeys: AuthKeyStore
  readonly random: RandomBytes
  /** The platform's by default. */
  readonly clock?: Clock
  /**
   * What salts are computed from beside the key. It must be another for each run of a server, so that what an earlier
   * run has executed cannot be replayed to this one. Drawn at random by default.
   */
  readonly saltSecret?: Uint8Array
  /** Who does the heavy arithmetic of key exchanges; by default the calling thread, one computation a turn. */
  readonly compute?: KeyExchangeCompute
  readonly limits?: Partial<ServerEndpointLimits>
  readonly sessionLimits?: Partial<SessionLimits>
  readonly keyExchangeLimits?: Partial<KeyExchangeLimits>
  /**
   * A query to serve. If this throws or rejects, the query fails: with 400 when its bytes do not decode (`TlError`), with
   * 500 INTERNAL otherwise, and `log` is told.
   */
  readonly onRequest: (query: ServerQuery) => void | Promise<void>
  readonly onSession?: (session: ServerSession) => void
  readonly onSessionEnd?: (session: ServerSession) => void
  /** A session has a connection, and had none before: it is new, or its client has come back. */
  readonly onSessionConnected?: (session: ServerSession) => void
  /** Updates were dropped because the client did not take them: it has to be told to ask for the difference. */
  readonly onUpdatesLost?: (session: ServerSession) => void
  /** The client has had its key destroyed. */
  readonly onAuthKeyDestroyed?: (authKeyId: bigint) => void
  readonly log?: (event: ServerEndpointEvent) => void
}
