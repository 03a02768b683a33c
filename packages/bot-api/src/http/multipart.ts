import { badRequest } from '../bot-api-error.ts'
import { type Disposition, readDisposition } from './disposition.ts'

export interface Part extends Disposition {
  /** What it is, as it comes; what is not read of it is passed over when the next one is asked for. */
  readonly bytes: AsyncIterable<Uint8Array>
}

const maxBoundaryLength = 70
const maxHeaderBytes = 8_192
const endOfHeaders = Buffer.from('\r\n\r\n')

/** What stands between the parts, by the type of a body; undefined for one that says nothing of it. */
export function boundaryIn(contentType: string): string | undefined {
  const [, quoted, bare] = /boundary\s*=\s*(?:"([^"]*)"|([^;]*))/i.exec(contentType) ?? []
  const boundary = (quoted ?? bare)?.trim()
  return boundary && boundary.length <= maxBoundaryLength ? boundary : undefined
}

/**
 * The parts of a multipart body (RFC 2046) one after the other, and no more of them in memory than came at once. No library reads the
 * headers that bots' libraries write. An empty body has no parts.
 */
export async function* readParts(content: AsyncIterable<Uint8Array>, boundary: string): AsyncGenerator<Part> {
  const chunks = content[Symbol.asyncIterator]()
  const delimiter = Buffer.from(`\r\n--${boundary}`)
  // The first one need not stand at the beginning of a line.
  let held: Buffer = Buffer.from('\r\n')
  let isEmpty = true

  const more = async (): Promise<boolean> => {
    const { value, done } = await chunks.next()
    if (done) return false
    isEmpty &&= value.length === 0
    held = Buffer.concat([held, value])
    return true
  }

  const unreadable = () => badRequest("can't parse multipart body")

  /** What comes before a mark, which is passed over. */
  async function* before(mark: Buffer): AsyncGenerator<Uint8Array> {
    for (;;) {
      const at = held.indexOf(mark)
      const found = held.subarray(0, at === -1 ? Math.max(0, held.length - mark.length + 1) : at)
      held = held.subarray(found.length + (at === -1 ? 0 : mark.length))
      if (found.length > 0) yield found
      if (at !== -1) return
      if (!(await more())) throw unreadable()
    }
  }

  const skip = async (bytes: AsyncIterable<Uint8Array>): Promise<void> => {
    for await (const _ of bytes);
  }

  const headersOf = async (): Promise<string> => {
    const parts: Uint8Array[] = []
    let size = 0
    for await (const part of before(endOfHeaders)) {
      size += part.length
      if (size > maxHeaderBytes) throw unreadable()
      parts.push(part)
    }
    return Buffer.concat(parts).toString('utf8')
  }

  try {
    while (isEmpty) if (!(await more())) return
    await skip(before(delimiter))
    for (;;) {
      while (held.length < 2) if (!(await more())) throw unreadable()
      if (held.subarray(0, 2).toString() === '--') break
      const disposition = readDisposition(await headersOf())
      if (disposition === undefined) throw unreadable()
      const bytes = before(delimiter)
      yield { ...disposition, bytes }
      await skip(bytes)
    }
    while (await more()) held = Buffer.alloc(0)
  } finally {
    // Whoever stops before the end leaves the rest to others.
    await chunks.return?.()
  }
}
