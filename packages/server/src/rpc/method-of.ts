import { MAX_DEPTH, Reader, TlError } from '@chappe/tl-codec'
import { nameOf, read } from '@chappe/tl-codec/wrappers'

/** The constructor number of the method that a query asks for, within whatever wraps it; 0 if there is none. */
export function methodOf(body: Uint8Array): number {
  let reader: Reader | undefined
  let offset = 0
  for (let depth = 0; depth <= MAX_DEPTH; depth++) {
    if (body.length < offset + 4) return 0
    const id = new DataView(body.buffer, body.byteOffset).getUint32(offset, true)
    if (nameOf(id) === undefined) return id
    reader ??= new Reader(body)
    reader.offset = offset
    try {
      read(reader, 'Wrapper')
    } catch (error) {
      if (error instanceof TlError) return 0
      throw error
    }
    offset = reader.offset
  }
  return 0
}
