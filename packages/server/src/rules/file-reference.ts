import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * A file reference says that its holder was shown a document ("File references"): where, which is the own box or a channel, and
 * when, by the number of the period. It is signed under the document's own key and is stored nowhere.
 */
export interface FileReference {
  readonly box: number
  readonly period: number
}

const version = 1
const macBytes = 16
const signedBytes = 13
export const filePeriodSeconds = 21_600
/** So many periods after its own a reference is still good: for 24 to 30 hours. */
const periodsValid = 4

export function filePeriodOf(time: number): number {
  return Math.floor(time / filePeriodSeconds)
}

export function isOver({ period }: Pick<FileReference, 'period'>, now: number): boolean {
  return period + periodsValid < now
}

/** The secret of a document: its access hash and the key of its references. */
export const documentSecretBytes = 24
const accessHashBytes = 8

export function accessHashOf(secret: Uint8Array): bigint {
  return Buffer.from(secret.buffer, secret.byteOffset, accessHashBytes).readBigInt64LE(0)
}

export function signFileReference(secret: Uint8Array, document: number, reference: FileReference): Uint8Array {
  const signed = Buffer.alloc(signedBytes)
  signed[0] = version
  signed.writeUInt32LE(reference.period, 1)
  signed.writeDoubleLE(reference.box, 5)
  return new Uint8Array(Buffer.concat([signed, macOf(secret, document, signed)]))
}

/** What a reference says, if this server has made it for this document. */
export function readFileReference(secret: Uint8Array, document: number, bytes: Uint8Array): FileReference | undefined {
  if (bytes.length !== signedBytes + macBytes || bytes[0] !== version) return undefined
  const signed = Buffer.from(bytes.subarray(0, signedBytes))
  if (!timingSafeEqual(macOf(secret, document, signed), bytes.subarray(signedBytes))) return undefined
  return { box: signed.readDoubleLE(5), period: signed.readUInt32LE(1) }
}

function macOf(secret: Uint8Array, document: number, signed: Uint8Array): Uint8Array {
  const named = Buffer.alloc(8)
  named.writeDoubleLE(document, 0)
  const hmac = createHmac('sha256', secret.subarray(accessHashBytes)).update(named).update(signed)
  return hmac.digest().subarray(0, macBytes)
}
