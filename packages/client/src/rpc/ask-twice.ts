import type { api, ResultOf } from '@chappe/tl-codec/api'
import { ClientError } from '../errors.ts'
import type { Call, CallOptions } from './call.ts'

/**
 * Calls what carries a random id. Whether it was executed is not known when an answer is lost, and asking again under the same
 * random id does no harm.
 */
export function askTwice<const M extends api.Method>(
  call: Call,
  request: M,
  options: CallOptions,
): Promise<ResultOf<M>> {
  const { signal, timeoutMs, floodWaitS } = options
  const callOptions = { signal, timeoutMs, floodWaitS }
  return call<M>(request, callOptions).catch((error: unknown) => {
    if (error instanceof ClientError && error.code === 'ANSWER_LOST') return call<M>(request, callOptions)
    throw error
  })
}
