/** Bytes from one on, up to another that is not among them. */
export interface Range {
  readonly from: number
  readonly to: number
}

/**
 * The one range that a request asks for (RFC 9110, "Range"); undefined where all is to be sent: without one, for several, and for
 * what is none. `none` for a range that begins behind the end.
 */
export function readRange(header: string | undefined, size: number): Range | 'none' | undefined {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? []
  if (first === '' && last === '') return undefined
  if (first === '') {
    const count = Math.min(Number(last), size)
    return count === 0 ? 'none' : { from: size - count, to: size }
  }
  const from = Number(first)
  const to = last === '' ? size : Math.min(Number(last) + 1, size)
  if (last !== '' && Number(last) < from) return undefined
  return from >= size ? 'none' : { from, to }
}
