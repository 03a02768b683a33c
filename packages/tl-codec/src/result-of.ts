import { TlError } from './error.ts'

/**
 * The type of a request's result, looking through the requests that wrap others (invokeWithLayer, initConnection, …), as
 * a rule in `query`.
 */
export function resultOf<R extends string>(
  methods: Readonly<Record<string, { readonly result?: R; readonly wraps?: string }>>,
  request: { readonly _: string },
): R {
  let inner: unknown = request
  while (typeof inner === 'object' && inner !== null && '_' in inner && typeof inner._ === 'string') {
    const method = Object.hasOwn(methods, inner._) ? methods[inner._] : undefined
    if (method?.result !== undefined) return method.result
    inner = Reflect.get(inner, method?.wraps ?? 'query')
  }
  throw new TlError('INVALID_VALUE', 0, `${request._} is not a request with a known result`)
}
