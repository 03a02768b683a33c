import { releaseBytes, TlError } from '@chappe/tl-codec'
import { type api, decodeResult, encode, LAYER, type ResultOf } from '@chappe/tl-codec/api'
import { type Clock, createSteadyClock, RequestError, type RequestOptions, RpcFailure } from '@chappe/transport/client'
import { ClientError, RpcError } from '../errors.ts'
import { timedOut } from '../state.ts'
import { sleep } from './sleep.ts'

export interface CallOptions {
  readonly signal?: AbortSignal | undefined
  /** For the whole call with all its repetitions, in ms. No limit by default. */
  readonly timeoutMs?: number | undefined
  /** Flood limits up to so many seconds are waited out; longer ones are the caller's. The client's by default. */
  readonly floodWaitS?: number | undefined
  /** The data centre to ask instead of the account's own. */
  readonly dcId?: number | undefined
}

/**
 * What may be passed as a request whose type is inferred as `M`. The first branch is only there to infer from; what is passed
 * is compared with the schema itself, since compared with its own type a misspelt optional field would be in order.
 */
export type RequestLike<M extends api.Method> = [M] extends [never] ? M : api.Method

/** Calls a method of the API. Rejects with `RpcError` for what the server refuses, else with `ClientError`. */
export type Call = <const M extends api.Method>(request: RequestLike<M>, options?: CallOptions) => Promise<ResultOf<M>>

export interface CallPort {
  readonly clock: Clock
  readonly floodWaitS: number
  /** Aborted when the client is closed. */
  readonly closed: AbortSignal
  /** What a request is sent as; as it is by default. It has the same result. */
  wrap?(request: api.Method): api.Method
  send(body: Uint8Array, dcId: number | undefined, options: RequestOptions): Promise<Uint8Array>
  /** The server wants the account's data centre to be another one; false when this client cannot go there. */
  migrate(dcId: number): Promise<boolean>
  /** The account is not signed in (any more). */
  onUnauthorized(error: RpcError): void
  /** Why there is no connection just now, as far as that is known. */
  whyNotConnected(): Error | undefined
  /** The answer, before the caller gets it. */
  onResult(request: api.Method, result: unknown): void
}

const MAX_ATTEMPTS = 6
/** Waits after a failure of the server, in ms. */
const SERVER_FAILURE_WAITS = [500, 2000, 5000]
const UNAUTHORIZED = new Set(['AUTH_KEY_UNREGISTERED', 'SESSION_REVOKED', 'SESSION_EXPIRED', 'USER_DEACTIVATED'])

/** "Error handling": waits out short floods, follows migrations, asks again when the server failed. */
export function createCall(port: CallPort): Call {
  // One that is set back must not give calls more time.
  const clock = createSteadyClock(port.clock)

  return async (request, options = {}) => {
    const body = encodeOrFail(port.wrap?.(request) ?? request)
    const until = options.timeoutMs === undefined ? undefined : clock.now() + options.timeoutMs
    const floodWaitS = options.floodWaitS ?? port.floodWaitS
    // Not AbortSignal.any: each would stay with a signal that outlives many calls.
    const signals = options.signal === undefined ? [port.closed] : [options.signal, port.closed]
    let dcId = options.dcId
    let serverFailures = 0

    /** How long to wait before the same again, in ms; undefined when the error is the caller's. */
    async function remedy(error: RpcError): Promise<number | undefined> {
      const { code, type, value } = error
      if (code === 303 && value !== undefined && type.endsWith('MIGRATE')) {
        if (type === 'FILE_MIGRATE' || type === 'STATS_MIGRATE') dcId = value
        else if (!(await port.migrate(value))) return undefined
        return 0
      }
      if (code === 420 && value !== undefined && value <= floodWaitS) return value * 1000
      // The server has forgotten who this session is; the next request tells it again.
      if (type === 'CONNECTION_NOT_INITED' || type === 'CONNECTION_LAYER_INVALID') return 0
      // These two come with the code of a failure (the second from some servers), and yet the same again would be answered
      // the same.
      const isFailure = code >= 500 && type !== 'METHOD_NOT_IMPLEMENTED' && type !== 'RANDOM_ID_DUPLICATE'
      if (isFailure) return SERVER_FAILURE_WAITS[serverFailures++]
      if (code < 0) return SERVER_FAILURE_WAITS[serverFailures++]
      return undefined
    }

    for (let attempt = 1; ; attempt++) {
      try {
        const timeoutMs = until === undefined ? undefined : Math.max(0, until - clock.now())
        const result = decodeOrFail(request, await port.send(body, dcId, { signal: options.signal, timeoutMs }))
        port.onResult(request, result)
        // It is answered, so that nothing asks for it again.
        releaseBytes(body)
        return result
      } catch (caught) {
        const error = translate(caught, request._, port.whyNotConnected)
        if (!(error instanceof RpcError)) throw error
        const waitMs = attempt < MAX_ATTEMPTS ? await remedy(error) : undefined
        const inTime = waitMs !== undefined && (until === undefined || clock.now() + waitMs < until)
        if (!inTime) {
          if (error.code === 401 && UNAUTHORIZED.has(error.type)) port.onUnauthorized(error)
          throw error
        }
        await sleep(clock, waitMs, ...signals)
      }
    }
  }
}

function encodeOrFail(request: api.Method): Uint8Array {
  try {
    return encode(request)
  } catch (cause) {
    if (!(cause instanceof TlError)) throw cause
    // It names the method and the way to the field.
    throw new ClientError('REQUEST_INVALID', cause.message, { cause })
  }
}

function decodeOrFail<M extends api.Method>(request: M, bytes: Uint8Array): ResultOf<M> {
  try {
    return decodeResult(request, bytes)
  } catch (cause) {
    if (!(cause instanceof TlError)) throw cause
    const message = `the answer to ${request._} is none of layer ${LAYER}: ${cause.message}`
    throw new ClientError('ANSWER_INVALID', message, { cause, bytes: bytes.slice(), layer: LAYER })
  }
}

function translate(error: unknown, method: string, whyNotConnected: () => Error | undefined): unknown {
  if (error instanceof RpcFailure) return new RpcError(error.code, error.message, method)
  if (error instanceof RequestError && error.code === 'ANSWER_INVALID') {
    const { cause, bytes } = error
    const message = `the answer to ${method} is none of layer ${LAYER}: ${error.message}`
    return new ClientError('ANSWER_INVALID', message, { cause, bytes, layer: LAYER })
  }
  if (error instanceof RequestError && error.code === 'TIMED_OUT') {
    return timedOut(`${method}: ${error.message}`, whyNotConnected() ?? error.cause)
  }
  if (error instanceof RequestError) return new ClientError(error.code, error.message, { cause: error.cause })
  return error
}
