import type { SessionError } from './session-error.ts'

/** What happened in a session; its owner takes events in order after every input. */
export type SessionEvent = ServerEvent | ClientEvent | CommonEvent

export type ServerEvent =
  /** A query to serve. Answer it by `answer` or `fail` under the same `msgId`; it is given once. */
  | { readonly type: 'request'; readonly msgId: bigint; readonly body: Uint8Array; readonly connection: number }
  /** The client does not want the answer to a query that is still being served. */
  | { readonly type: 'dropped'; readonly msgId: bigint }
  /** Answer by `reply`: destroy_session_ok or destroy_session_none. */
  | { readonly type: 'destroySession'; readonly sessionId: bigint }
  /** Answer by `reply`: destroy_auth_key_ok, destroy_auth_key_none or destroy_auth_key_fail. */
  | { readonly type: 'destroyAuthKey'; readonly msgId: bigint }
  /** Updates were given up because the client did not take them: it has to ask for the difference. */
  | { readonly type: 'updatesLost' }
  /** The result of a query was too large to be sent; the client was told so in its place. `bytes` is its plain size. */
  | { readonly type: 'answerTooLarge'; readonly msgId: bigint; readonly bytes: number }
  /** More answers wait than the session may hold: it must be destroyed. */
  | { readonly type: 'exhausted' }

export type ClientEvent =
  /** The answer to a request: the TL bytes of its result. */
  | { readonly type: 'answer'; readonly requestId: number; readonly body: Uint8Array }
  /** The request was answered by an rpc_error. */
  | { readonly type: 'error'; readonly requestId: number; readonly code: number; readonly message: string }
  /** The answer cannot be unpacked or read. `body` holds it as it came. */
  | {
      readonly type: 'answerInvalid'
      readonly requestId: number
      readonly error: SessionError
      readonly body: Uint8Array
    }
  /** The server has a request that asked for a quick acknowledgement; its answer is still to come. */
  | { readonly type: 'received'; readonly requestId: number }
  | { readonly type: 'update'; readonly body: Uint8Array }
  /** A message of the server could not be unpacked: most likely an update is missing. */
  | { readonly type: 'updateLost'; readonly error: SessionError }
  /** The server holds no earlier state of this session: updates may be missing. */
  | { readonly type: 'newSession'; readonly uniqueId: bigint }
  /** The clock differed from the server's; `offset` (seconds) is now added to it. */
  | { readonly type: 'clockCorrected'; readonly offset: number }
  /** The session had to begin anew under another identifier. Requests without answer are sent again in it. */
  | { readonly type: 'restarted'; readonly sessionId: bigint }
  | { readonly type: 'pong'; readonly pingId: bigint; readonly roundTripMs: number }
  | { readonly type: 'authKeyDestroyed'; readonly result: 'ok' | 'none' | 'fail' }

export type CommonEvent =
  /** The connection should be closed: the peer is silent, or asked for it (ping_delay_disconnect). */
  | { readonly type: 'disconnect'; readonly connection: number; readonly reason: 'silent' | 'ping_delay' }
  /** The packet was refused. A `fatal` one must close the connection. Nothing of the packet was delivered. */
  | { readonly type: 'violation'; readonly connection: number; readonly error: SessionError; readonly fatal: boolean }
