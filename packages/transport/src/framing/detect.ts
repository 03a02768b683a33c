import type { FramingName } from '../drivers/packet-connection.ts'
import { readUint32 } from './little-endian.ts'

/** What the first bytes of a connection say about the rest. */
export type Detection =
  /** A framing in the clear; its tag takes the first `skip` bytes. */
  | { readonly kind: 'framing'; readonly framing: FramingName; readonly skip: number }
  /** HTTP or WebSocket, to be read from the first byte on. */
  | { readonly kind: 'http' }
  /** A TLS handshake: this port speaks no TLS, put a proxy that ends it in front. */
  | { readonly kind: 'tls' }
  /** The first 64 bytes are an obfuscated header, if they are anything. */
  | { readonly kind: 'obfuscated' }

export const OBFUSCATED_HEADER_BYTES = 64

const INTERMEDIATE_TAG = 0xeeeeeeee
const PADDED_TAG = 0xdddddddd
/** `16 03 01 02`: the ClientHello that "Transport obfuscation" forbids as first bytes. */
const TLS_CLIENT_HELLO = 0x02010316
/** The HTTP methods that are served, as their first four bytes. */
const HTTP_METHODS: ReadonlySet<number> = new Set(['GET ', 'POST', 'HEAD', 'OPTI'].map(asciiToUint32))

/**
 * Tells transports apart by their first bytes ("MTProto transports"), or asks for more of them with `undefined`; 64 are
 * always enough. The order follows the rules by which clients choose an obfuscated header: it must look like none of
 * the others.
 */
export function detectTransport(head: Uint8Array): Detection | undefined {
  if (head[0] === 0xef) return { kind: 'framing', framing: 'abridged', skip: 1 }
  if (head.length < 4) return undefined
  const first = readUint32(head, 0)
  if (first === INTERMEDIATE_TAG) return { kind: 'framing', framing: 'intermediate', skip: 4 }
  if (first === PADDED_TAG) return { kind: 'framing', framing: 'padded-intermediate', skip: 4 }
  if (HTTP_METHODS.has(first)) return { kind: 'http' }
  if (first === TLS_CLIENT_HELLO) return { kind: 'tls' }
  if (head.length < 8) return undefined
  if (readUint32(head, 4) === 0) return { kind: 'framing', framing: 'full', skip: 0 }
  return head.length < OBFUSCATED_HEADER_BYTES ? undefined : { kind: 'obfuscated' }
}

/** Whether bytes could begin an obfuscated connection, that is, would be taken for nothing else. */
export function looksObfuscated(header: Uint8Array): boolean {
  return detectTransport(header)?.kind === 'obfuscated'
}

function asciiToUint32(text: string): number {
  return readUint32(
    Uint8Array.from(text, (character) => character.charCodeAt(0)),
    0,
  )
}
