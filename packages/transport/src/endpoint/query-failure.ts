import { TlError } from '@chappe/tl-codec'

/** What a client is told of a query whose handler threw. The public server has these two for bytes that do not decode. */
export function failureOf(error: unknown): { readonly code: number; readonly message: string } {
  // A value that does not encode, and a type that nobody defines, are mistakes of the handler.
  const isOurs = !(error instanceof TlError) || error.code === 'INVALID_VALUE' || error.code === 'UNKNOWN_TYPE'
  if (isOurs) return { code: 500, message: 'INTERNAL' }
  const isUnknown = error.code === 'UNEXPECTED_CONSTRUCTOR' && error.offset <= 4
  return { code: 400, message: isUnknown ? 'INPUT_METHOD_INVALID' : 'INPUT_REQUEST_INVALID' }
}
