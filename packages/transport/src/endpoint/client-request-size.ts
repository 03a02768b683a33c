import { deflate } from '../session/inflate.ts'
import { DEFAULT_SESSION_LIMITS } from '../session/limits.ts'
import type { ClientEndpointOptions } from './client-endpoint-options.ts'
import { RequestError } from './client-failure.ts'

type Options = Pick<ClientEndpointOptions, 'introduce' | 'sessionLimits'>

/** Why a request is refused that the server would not take; undefined for any other. */
export function tooLarge(body: Uint8Array, options: Options, maxBytes: number): RequestError | undefined {
  // Looked at only where it may matter: an introduction is some hundred bytes, and a part of a file half of what fits.
  if (body.length <= maxBytes * 0.75) return undefined
  const bytes = packedBytes(body, options, maxBytes)
  if (bytes <= maxBytes) return undefined
  const message = `the request takes ${bytes} bytes, and the server takes ${maxBytes} at the most`
  return new RequestError('REQUEST_TOO_LARGE', message)
}

/** What the request will take in a packet at the most. */
function packedBytes(body: Uint8Array, options: Options, maxBytes: number): number {
  const introduced = options.introduce?.(body) ?? body
  if (introduced.length <= maxBytes) return introduced.length
  return deflate(introduced, { ...DEFAULT_SESSION_LIMITS, ...options.sessionLimits }).length
}
