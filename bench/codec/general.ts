import { Packr } from 'msgpackr'
import type { Case } from './cases.ts'
import { mapLeaves, type Prepared } from './subject.ts'

/** msgpackr with its record structures, which it keeps between messages: its fastest way. */
export function prepareMsgpackr({ value }: Case): Prepared {
  const packr = new Packr({ structures: [], useRecords: true })
  const object = mapLeaves(value, (leaf) => leaf)
  const encode = (): Uint8Array => packr.pack(object)
  encode()
  const bytes = encode()
  return { encode, decode: () => packr.unpack(bytes) }
}

/** JSON with bytes as base64 and long numbers as decimal strings, both made beforehand. */
export function prepareJson({ value }: Case): Prepared {
  const object = mapLeaves(value, (leaf) => {
    if (typeof leaf === 'bigint') return leaf.toString()
    return leaf instanceof Uint8Array ? Buffer.from(leaf).toString('base64') : leaf
  })
  const encoder = new TextEncoder()
  const decoder = new TextDecoder()
  const encode = (): Uint8Array => encoder.encode(JSON.stringify(object))
  const bytes = encode()
  return { encode, decode: () => JSON.parse(decoder.decode(bytes)) }
}
