import { encodeWith, passingBytes } from '@chappe/tl-codec'
import { type api, write } from '@chappe/tl-codec/api'

/** TL bytes that go into the store at once and are kept by nobody: they lie in a buffer with others. */
export function encodeForStore(value: api.Object): Uint8Array {
  return encodeWith(write, value, passingBytes)
}
