import { decode, decodeMethod, encode } from '@chappe/tl-layers'
import type { Case } from './cases.ts'
import type { Prepared } from './subject.ts'

/** The layers of clients in the field: mtcute and GramJS. */
export const LAYERS: readonly number[] = [227, 198]

/** A server's codec for peers of an earlier layer. */
export function prepareLayer({ value, type }: Case, layer: number): Prepared {
  const bytes = encode(value, layer)
  const write = (): Uint8Array => encode(value, layer)
  if (type === 'method') return { encode: write, decode: () => decodeMethod(bytes) }
  if (type === 'Updates') return { encode: write, decode: () => decode('Updates', bytes) }
  if (type === 'upload.File') return { encode: write, decode: () => decode('upload.File', bytes) }
  return { encode: write, decode: () => decode('messages.Messages', bytes) }
}
