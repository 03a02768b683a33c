// Transport obfuscation ("MTProto transports", Transport obfuscation), AES-256-CTR in both directions:
//
//   header (64) = random (8) | key (32) | iv (16) | framing tag (4) | data centre (2) | random (2)
//
// Bytes 8..56 key what the client sends, the same bytes of the reversed header key what the server sends. Under a proxy
// secret a key is SHA-256(key | secret). The header is the first thing encrypted; only its last 8 bytes are sent so.
import { type CtrStream, createAesCtr, sha256 } from '@chappe/crypto'
import type { FramingName } from '../drivers/packet-connection.ts'
import { TransportError } from '../transport-error.ts'
import { looksObfuscated, OBFUSCATED_HEADER_BYTES } from './detect.ts'
import { readUint32 } from './little-endian.ts'
import type { ProxySecret } from './proxy-secret.ts'

const TAG_AT = 56
const DC_AT = 60

/** The tag in the header; full framing has none, any other value stands for it. */
const TAGS: ReadonlyMap<number, FramingName> = new Map([
  [0xefefefef, 'abridged'],
  [0xeeeeeeee, 'intermediate'],
  [0xdddddddd, 'padded-intermediate'],
])

/** Both directions of an obfuscated connection. The counters run on from call to call. */
export interface Obfuscation {
  readonly encrypt: CtrStream
  readonly decrypt: CtrStream
}

export interface ObfuscationRequest {
  readonly framing: FramingName
  /** -32768..32767; negative for media, 10000 more for test servers. Random when absent. */
  readonly dcId?: number | undefined
  readonly secret?: ProxySecret | undefined
}

/** A client's side: the header to send first, and the ciphers for all that follows. */
export function startObfuscation(
  request: ObfuscationRequest,
  random: (length: number) => Uint8Array,
): Obfuscation & { readonly header: Uint8Array } {
  const header = chooseHeader(request, random)
  const encrypt = keyFrom(header, request.secret)
  const decrypt = keyFrom(header.toReversed(), request.secret)
  header.set(encrypt.process(header).subarray(TAG_AT), TAG_AT)
  return { header, encrypt, decrypt }
}

export interface AcceptedObfuscation extends Obfuscation {
  readonly framing: FramingName
  readonly dcId: number
  readonly secret: ProxySecret | undefined
}

/**
 * A server's side: recognises the header under one of the secrets (`undefined` among them stands for none). The tag
 * tells which; full framing has no tag, so a header without one is taken for full framing under the first secret, whose
 * first frame then proves it or ends the connection.
 */
export function acceptObfuscation(
  header: Uint8Array,
  secrets: readonly (ProxySecret | undefined)[],
): AcceptedObfuscation {
  const reversed = header.subarray(0, OBFUSCATED_HEADER_BYTES).toReversed()
  let fallback: AcceptedObfuscation | undefined
  for (const secret of secrets) {
    const decrypt = keyFrom(header, secret)
    const tail = decrypt.process(header.subarray(0, OBFUSCATED_HEADER_BYTES))
    const framing = TAGS.get(readUint32(tail, TAG_AT))
    const dcId = (((tail[DC_AT] ?? 0) | ((tail[DC_AT + 1] ?? 0) << 8)) << 16) >> 16
    if (framing !== undefined && !(secret?.padded && framing !== 'padded-intermediate')) {
      fallback?.decrypt.wipe()
      fallback?.encrypt.wipe()
      return { framing, dcId, secret, decrypt, encrypt: keyFrom(reversed, secret) }
    }
    if (framing === undefined && !secret?.padded && fallback === undefined) {
      fallback = { framing: 'full', dcId, secret, decrypt, encrypt: keyFrom(reversed, secret) }
    } else {
      decrypt.wipe()
    }
  }
  if (fallback === undefined) throw new TransportError('TRANSPORT_UNKNOWN', 'obfuscated header without a known tag')
  return fallback
}

function chooseHeader(request: ObfuscationRequest, random: (length: number) => Uint8Array): Uint8Array<ArrayBuffer> {
  const tag = tagOf(request.framing)
  for (;;) {
    const header = Uint8Array.from(random(OBFUSCATED_HEADER_BYTES))
    if (tag !== undefined) header.fill(tag, TAG_AT, DC_AT)
    if (request.dcId !== undefined) {
      header[DC_AT] = request.dcId
      header[DC_AT + 1] = request.dcId >> 8
    }
    // Without a tag of its own, full framing must not come out with another's by chance.
    const tagged = TAGS.has(readUint32(header, TAG_AT))
    if (looksObfuscated(header) && tagged === (tag !== undefined)) return header
  }
}

function tagOf(framing: FramingName): number | undefined {
  for (const [tag, name] of TAGS) if (name === framing) return tag & 0xff
  return undefined
}

function keyFrom(header: Uint8Array, secret: ProxySecret | undefined): CtrStream {
  // Copies: a cipher wipes the key that it was given, and the header may be read again under another secret.
  const iv = Uint8Array.from(header.subarray(40, 56))
  if (secret === undefined) return createAesCtr(Uint8Array.from(header.subarray(8, 40)), iv)
  const material = new Uint8Array(48)
  material.set(header.subarray(8, 40))
  material.set(secret.key, 32)
  const key = sha256(material)
  material.fill(0)
  return createAesCtr(key, iv)
}
