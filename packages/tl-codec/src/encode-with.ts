import { TlError } from './error.ts'
import { explain } from './explain.ts'
import { Writer } from './writer.ts'

/** Beyond this the buffer is not kept for the next value. */
const KEEP = 1 << 20

let spare: Writer | undefined = new Writer(16_384)

/**
 * Runs a generated writer over one value and returns the bytes, exact in size and in a buffer of their own unless `allocate`
 * gives another. The working
 * buffer is shared by all calls; a call from within a call (a getter that encodes) finds it taken and makes its own.
 */
export function encodeWith<T>(
  write: (writer: Writer, value: T) => void,
  value: T,
  allocate?: (length: number) => Uint8Array,
): Uint8Array {
  const writer = spare ?? new Writer()
  spare = undefined
  writer.offset = 0
  try {
    write(writer, value)
    return writer.finish(allocate)
  } catch (error) {
    throw asTlError(error, writer, write, value)
  } finally {
    if (writer.offset <= KEEP) spare = writer
    else spare = new Writer(16_384)
  }
}

function asTlError<T>(error: unknown, writer: Writer, write: (writer: Writer, value: T) => void, value: T): TlError {
  if (error instanceof RangeError) return new TlError('TOO_DEEP', writer.offset, 'The value is too deep or too large')
  const reason = error instanceof TlError ? error.reason : 'a value of another type'
  const failure = error instanceof TlError ? error : undefined
  return new TlError('INVALID_VALUE', writer.offset, `${explain(write, value, failure)}: ${reason}`)
}
