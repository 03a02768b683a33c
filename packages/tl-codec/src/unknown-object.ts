/** A value that could not be read, since it has a constructor that the schema does not know there. Encoding gives its bytes again. */
export interface UnknownObject {
  /** No name in TL is like this. */
  _: '$unknown'
  /** Its first constructor number, unsigned. Of a value that is known but for something inside, that of the value. */
  id: number
  /** All of it, with the number. */
  bytes: Uint8Array
}

/** Asks a decoder to keep what it does not know. */
export interface KeepUnknown {
  readonly unknown: 'keep'
}

export function isUnknownObject(value: unknown): value is UnknownObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    '_' in value &&
    value._ === '$unknown' &&
    'bytes' in value &&
    value.bytes instanceof Uint8Array &&
    value.bytes.length >= 4
  )
}
