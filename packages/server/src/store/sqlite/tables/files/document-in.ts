import { TlError } from '@chappe/tl-codec'
import { decode, encode } from '@chappe/tl-codec/api'

/** The number of the constructor. */
const mark = Buffer.from(encode({ _: 'messageMediaDocument' }).subarray(0, 4))

/** What a message with a document has at the least, with nothing in any of its strings. */
const leastBytes = 100

/** Which document a message that is about to be stored shows, if it does. Most are told by looking for four bytes. */
export function documentIn(data: Uint8Array): number | null {
  if (data.length < leastBytes) return null
  if (Buffer.from(data.buffer, data.byteOffset, data.length).indexOf(mark) === -1) return null
  try {
    const message = decode('Message', data)
    const media = message._ === 'message' ? message.media : undefined
    const document = media?._ === 'messageMediaDocument' ? media.document : undefined
    return document?._ === 'document' ? Number(document.id) : null
  } catch (error) {
    if (error instanceof TlError) return null
    throw error
  }
}
