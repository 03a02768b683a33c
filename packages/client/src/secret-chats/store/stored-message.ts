import { decodePacked, encodePacked } from '../../storage/packed-records.ts'
import type { RecordReader } from '../../storage/records.ts'

/** Where the ciphertext of a file is on the server. Its key is in the message. */
export interface StoredFile {
  readonly id: bigint
  readonly accessHash: bigint
  readonly dcId: number
  /** Of the ciphertext. */
  readonly size: bigint
}

/** A message as it is kept. */
export interface StoredMessage {
  /** Its number in this chat on this device. */
  readonly id: number
  readonly randomId: bigint
  readonly out: boolean
  /** Unix time in seconds. */
  readonly date: number
  /** A DecryptedMessage in TL, in the form of the newest layer; empty for one of a layer that is not known yet. */
  readonly content: Uint8Array
  readonly file: StoredFile | undefined
  /** One's own message that the server has refused. */
  readonly failed: boolean
}

/** Most are stored many times before they move into a block, and do not change meanwhile. */
const packed = new WeakMap<StoredMessage, { readonly packed: Uint8Array }>()

/** The form of a message as part of a record. */
export function packedMessage(message: StoredMessage): { readonly packed: Uint8Array } {
  const known = packed.get(message)
  if (known !== undefined) return known
  const made = { packed: encodePacked(message) }
  packed.set(message, made)
  return made
}

export function readPackedMessage(item: RecordReader): StoredMessage {
  return decodePacked(item.bytes('packed'), readStoredMessage)
}

function readStoredMessage(item: RecordReader): StoredMessage {
  return {
    id: item.number('id'),
    randomId: item.bigint('randomId'),
    out: item.boolean('out'),
    date: item.number('date'),
    content: item.bytes('content'),
    file: readStoredFile(item),
    failed: item.boolean('failed'),
  }
}

/** The field `file`. */
export function readStoredFile(item: RecordReader): StoredFile | undefined {
  if (!item.has('file')) return undefined
  return item.nested('file', (file) => ({
    id: file.bigint('id'),
    accessHash: file.bigint('accessHash'),
    dcId: file.number('dcId'),
    size: file.bigint('size'),
  }))
}
