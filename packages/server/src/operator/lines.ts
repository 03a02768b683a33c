import { maxOperatorLine, OperatorError } from './protocol.ts'

const newline = 0x0a

/** Cuts what comes through a socket into lines, and holds no more than one that is not whole yet. */
export interface Lines {
  /** The lines that are whole now. Throws `OperatorError` for one that is too long or no UTF-8; then nothing more is read. */
  push(bytes: Uint8Array): string[]
  /** Whether a line has begun. */
  readonly isWithin: boolean
}

export function createLines(most: number = maxOperatorLine): Lines {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let parts: Uint8Array[] = []
  let size = 0

  const take = (part: Uint8Array): void => {
    size += part.length
    if (size > most) throw new OperatorError('LINE_TOO_LONG', `a line may have ${most} bytes`)
    if (part.length > 0) parts.push(part)
  }

  const finish = (): string => {
    const line = Buffer.concat(parts)
    parts = []
    size = 0
    try {
      return decoder.decode(line)
    } catch {
      throw new OperatorError('BAD_REQUEST', 'a line is UTF-8')
    }
  }

  return {
    push(bytes) {
      const lines: string[] = []
      let from = 0
      for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, from)) {
        take(bytes.subarray(from, end))
        lines.push(finish())
        from = end + 1
      }
      take(bytes.slice(from))
      return lines
    },
    get isWithin() {
      return size > 0
    },
  }
}
