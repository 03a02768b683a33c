import { TlError } from './error.ts'

/**
 * The type of a request's result, looking through the requests that wrap others in `query`
 * (invokeWithLayer, initConnection, …).
 */
export function resultOf<R extends string>(
  methods: Readonly<Record<string, { readonly result?: R }>>,
  request: { readonly _: string },
): R {
  let inner: unknown = request
  while (typeof inner === 'object' && inner !== null && '_' in inner && typeof inner._ === 'string') {
    const result = Object.hasOwn(methods, inner._) ? methods[inner._]?.result : undefined
    if (result !== undefined) return result
    inner = 'query' in inner ? inner.query : undefined
  }
  throw new TlError('INVALID_VALUE', 0, `${request._} is not a request with a known result`)
}
