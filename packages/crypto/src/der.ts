import { bigIntToBytes, bytesToBigInt, concat } from './bytes.ts'
import { CryptoError } from './errors.ts'

/*
 * The few forms of DER (X.690) and PEM (RFC 7468) in which RSA keys are written: INTEGER, SEQUENCE, BIT STRING,
 * OCTET STRING, OBJECT IDENTIFIER, NULL.
 */

export const INTEGER = 0x02
export const BIT_STRING = 0x03
export const OCTET_STRING = 0x04
export const NULL = 0x05
export const OBJECT_IDENTIFIER = 0x06
export const SEQUENCE = 0x30

const broken = (what: string) => new CryptoError('BAD_KEY', `the key is not valid DER: ${what}`)

/** One value of DER: its tag, then its length, then its contents. */
export function der(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const body = concat(...contents)
  const size = body.length < 128 ? [body.length] : lengthOctets(bigIntToBytes(BigInt(body.length)))
  return concat(Uint8Array.from([tag, ...size]), body)
}

const lengthOctets = (bytes: Uint8Array) => [0x80 | bytes.length, ...bytes]

/** A non-negative INTEGER; a leading zero keeps the sign bit clear. */
export function derInteger(value: bigint): Uint8Array {
  const bytes = value === 0n ? new Uint8Array(1) : bigIntToBytes(value)
  return (bytes[0] ?? 0) >= 0x80 ? der(INTEGER, new Uint8Array(1), bytes) : der(INTEGER, bytes)
}

/** Reads the values of DER one after another. */
export class DerReader {
  readonly #bytes: Uint8Array
  #offset = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get #next(): number {
    const byte = this.#bytes[this.#offset++]
    if (byte === undefined) throw broken('it ends too early')
    return byte
  }

  /** The tag of the value that comes next, undefined at the end. */
  get tag(): number | undefined {
    return this.#bytes[this.#offset]
  }

  /** The contents of the next value, which must have this tag. */
  read(tag: number): Uint8Array {
    const found = this.#next
    if (found !== tag) throw broken(`tag ${found} instead of ${tag}`)
    let length = this.#next
    if (length >= 0x80) {
      let octets = length & 0x7f
      if (octets === 0 || octets > 3) throw broken('a length of an unsupported form')
      for (length = 0; octets > 0; octets--) length = (length << 8) | this.#next
    }
    const end = this.#offset + length
    if (end > this.#bytes.length) throw broken('it ends too early')
    const contents = this.#bytes.subarray(this.#offset, end)
    this.#offset = end
    return contents
  }

  readSequence(): DerReader {
    return new DerReader(this.read(SEQUENCE))
  }

  readInteger(): bigint {
    const contents = this.read(INTEGER)
    if (contents.length === 0 || (contents[0] ?? 0) >= 0x80) throw broken('an integer that is empty or negative')
    return bytesToBigInt(contents)
  }
}

/** PEM text around DER, 64 characters a line. */
export function toPem(label: string, bytes: Uint8Array): string {
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  const lines = base64.match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}

/** The label and the DER of the first PEM block in a text. */
export function fromPem(text: string): { readonly label: string; readonly bytes: Uint8Array } {
  const match = /-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\s]+)-----END \1-----/.exec(text)
  const [, label, body] = match ?? []
  if (label === undefined || body === undefined) throw new CryptoError('BAD_KEY', 'the text holds no PEM block')
  const base64 = body.replace(/\s+/g, '')
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64))
    throw new CryptoError('BAD_KEY', 'the PEM block is not valid base64')
  return { label, bytes: Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)) }
}
