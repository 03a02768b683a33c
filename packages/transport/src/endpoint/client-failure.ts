import { TransportError } from '../transport-error.ts'

/** Why a request of a client ended without an answer of the server. */
export type RequestErrorCode =
  /** The caller's signal. */
  | 'ABORTED'
  /** The caller's time limit. */
  | 'TIMED_OUT'
  /** The endpoint was closed. */
  | 'CLOSED'
  /** More requests wait than the limits allow; nothing was sent. */
  | 'TOO_MANY_PENDING'
  /** Even packed, it is larger than what a server takes in one packet; nothing was sent. */
  | 'REQUEST_TOO_LARGE'
  /** It was sent, but its key has ended since: whether it was executed is not known. */
  | 'ANSWER_LOST'
  /** The answer cannot be unpacked or read; `cause` says why, `bytes` holds it as it came. Only this request failed. */
  | 'ANSWER_INVALID'
  /** The endpoint has given up; `cause` says why. */
  | 'GAVE_UP'

/** A request that was not answered. What the server answers by an error is an `RpcFailure`. */
export class RequestError extends Error {
  override readonly name: string = 'RequestError'
  readonly code: RequestErrorCode
  /** ANSWER_INVALID: the answer. */
  readonly bytes: Uint8Array | undefined

  constructor(code: RequestErrorCode, message: string, options?: ErrorOptions & { readonly bytes?: Uint8Array }) {
    super(message, options)
    this.code = code
    this.bytes = options?.bytes
  }
}

/** The server answered with an rpc_error: `code` such as 400, `message` such as PEER_ID_INVALID. */
export class RpcFailure extends Error {
  override readonly name: string = 'RpcFailure'
  readonly code: number

  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

/** Why a client gave up for good. */
export type ClientFatalCode =
  /** Transport error -444: the address does not belong to the data centre that was asked for. */
  | 'WRONG_DC'
  /** The server has none of the public keys that this client trusts. */
  | 'UNKNOWN_PUBLIC_KEY'
  /** Check after check failed, on one connection after the other. */
  | 'VIOLATIONS'
  /** The server refuses to bind temporary keys to the permanent one. */
  | 'BINDING_REFUSED'

export class ClientFatalError extends Error {
  override readonly name: string = 'ClientFatalError'
  readonly code: ClientFatalCode

  constructor(code: ClientFatalCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Servers end the connection without a word when a key exchange names another data centre than theirs. */
export function lostInExchange(cause: TransportError, dcId: number): TransportError {
  const message = `${cause.message}, in the key exchange: is this data centre ${dcId}?`
  return new TransportError(cause.code, message, { cause })
}
