import * as codec from '@chappe/tl-codec/api'
import type { Case } from './cases.ts'
import type { Prepared } from './subject.ts'

export function prepareChappe({ value, type }: Case): Prepared {
  const bytes = codec.encode(value)
  const encode = (): Uint8Array => codec.encode(value)
  if (type === 'method') return { encode, decode: () => codec.decodeMethod(bytes) }
  if (type === 'Updates') return { encode, decode: () => codec.decode('Updates', bytes) }
  if (type === 'upload.File') return { encode, decode: () => codec.decode('upload.File', bytes) }
  return { encode, decode: () => codec.decode('messages.Messages', bytes) }
}
