import { TlError } from './error.ts'

/**
 * What a generated module knows of a request's result, looking through the requests that wrap others in `query`
 * (invokeWithLayer, initConnection, …).
 */
export function resultOf<T>(results: Readonly<Record<string, T>>, request: { readonly _: string }): T {
  let inner: unknown = request
  while (typeof inner === 'object' && inner !== null && '_' in inner && typeof inner._ === 'string') {
    const result = results[inner._]
    if (result !== undefined) return result
    inner = 'query' in inner ? inner.query : undefined
  }
  throw new TlError('INVALID_VALUE', 0, `${request._} is not a request with a known result`)
}
