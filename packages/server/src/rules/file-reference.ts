import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * Where a file was shown ("File references"). The numbers stand in references: none is used again for another.
 *
 * - `inBox`: in a message, or in an answer to oneself: the own box, or a channel, by its id
 * - `inProfile`: as the picture of a person, a group or a channel, by its id
 * - `inStickerSet`: in a set, by its number
 * - `inSavedGifs`, `inRingtones`, `inSavedMusic`: in such a list of a person, by that person's id
 */
export const fileOrigins = {
  inBox: 0,
  inProfile: 1,
  inStickerSet: 2,
  inSavedGifs: 3,
  inRingtones: 4,
  inSavedMusic: 5,
} as const

export type FileOrigin = keyof typeof fileOrigins

/**
 * A file reference says that its holder was shown a photo or a document: where, and when, by the number of the period. It is
 * signed under the file's own key and is stored nowhere.
 */
export interface FileReference {
  readonly origin: FileOrigin
  /** Which of those, by its number. */
  readonly at: number
  readonly period: number
}

const version = 2
const macBytes = 16
const signedBytes = 14
export const filePeriodSeconds = 21_600
/** So many periods after its own a reference is still good: for 24 to 30 hours. */
const periodsValid = 4

export function filePeriodOf(time: number): number {
  return Math.floor(time / filePeriodSeconds)
}

export function isOver({ period }: Pick<FileReference, 'period'>, now: number): boolean {
  return period + periodsValid < now
}

/** The secret of a photo or a document: its access hash and the key of its references. */
export const fileSecretBytes = 24
const accessHashBytes = 8

export function accessHashOf(secret: Uint8Array): bigint {
  return Buffer.from(secret.buffer, secret.byteOffset, accessHashBytes).readBigInt64LE(0)
}

export function signFileReference(secret: Uint8Array, file: number, reference: FileReference): Uint8Array {
  const signed = Buffer.alloc(signedBytes)
  signed[0] = version
  signed[1] = fileOrigins[reference.origin]
  signed.writeUInt32LE(reference.period, 2)
  signed.writeDoubleLE(reference.at, 6)
  return new Uint8Array(Buffer.concat([signed, macOf(secret, file, signed)]))
}

/** What a reference says, if this server has made it for this file. */
export function readFileReference(secret: Uint8Array, file: number, bytes: Uint8Array): FileReference | undefined {
  if (bytes.length !== signedBytes + macBytes || bytes[0] !== version) return undefined
  const signed = Buffer.from(bytes.subarray(0, signedBytes))
  if (!timingSafeEqual(macOf(secret, file, signed), bytes.subarray(signedBytes))) return undefined
  const origin = origins.find((one) => fileOrigins[one] === signed[1])
  return origin && { origin, at: signed.readDoubleLE(6), period: signed.readUInt32LE(2) }
}

const origins: readonly FileOrigin[] = [
  ...(['inBox', 'inProfile', 'inStickerSet'] as const),
  ...(['inSavedGifs', 'inRingtones', 'inSavedMusic'] as const),
]

function macOf(secret: Uint8Array, file: number, signed: Uint8Array): Uint8Array {
  const named = Buffer.alloc(8)
  named.writeDoubleLE(file, 0)
  const hmac = createHmac('sha256', secret.subarray(accessHashBytes)).update(named).update(signed)
  return hmac.digest().subarray(0, macBytes)
}
