import type { IncomingMessage } from 'node:http'
import { GrowingBuffer } from '../framing/growing-buffer.ts'

export type BodyOutcome = { readonly body: Uint8Array } | { readonly status: number }

/**
 * Reads the body of a request, up to a limit that is applied to the announced length before any of it is kept. Gives the
 * status to refuse it with, or nothing if the peer went away in the middle.
 *
 * @param onHeld told what is held of a body that is not whole, in bytes
 */
export function readBody(
  request: IncomingMessage,
  maxBytes: number,
  done: (outcome: BodyOutcome) => void,
  onHeld: (bytes: number) => void = () => {},
): void {
  const announced = request.headers['content-length']
  const length = announced === undefined ? undefined : Number(announced)
  if (length !== undefined && length > maxBytes) {
    done({ status: 413 })
    return
  }
  const body = new GrowingBuffer(length ?? maxBytes)
  let refused = false
  request.on('data', (chunk: Uint8Array) => {
    if (refused) return
    if (chunk.length <= body.missing) {
      body.take(chunk, 0)
      onHeld(body.capacity)
      return
    }
    refused = true
    onHeld(0)
    done({ status: 413 })
  })
  request.on('end', () => {
    onHeld(0)
    if (!refused) done({ body: body.bytes() })
  })
}
