import { bigIntToBytes, bytesToBigInt, CryptoError, checkDhPublic, DH_GENERATOR, DH_PRIME } from '@chappe/crypto'
import { invalid } from './refusal.ts'

/**
 * The group in which secret chats agree on their keys: that of the public documentation, whose safety clients know without
 * testing it ("Security guidelines").
 */
export const dhGroup: { readonly version: number; readonly g: number; readonly p: Uint8Array } = {
  version: 3,
  g: DH_GENERATOR,
  p: bigIntToBytes(DH_PRIME, 256),
}

export const maxRandomBytes = 1_024
const publicBytes = 256

/** Throws for a public value that no honest client makes ("End-to-end encryption": Sending a request). */
export function checkPublicValue(bytes: Uint8Array): void {
  if (bytes.length > publicBytes) throw invalid('DH_G_A_INVALID')
  try {
    checkDhPublic(bytesToBigInt(bytes), DH_PRIME)
  } catch (error) {
    if (!(error instanceof CryptoError)) throw error
    throw invalid('DH_G_A_INVALID')
  }
}

/** Secret chats that somebody has asked for and that have not ended. */
export const maxOpenRequests = 500
/** Of these, so many that one person has not answered. */
export const maxUnanswered = 10

/** What waits for a device, of so many messages and bytes. */
export interface Waiting {
  readonly messages: number
  readonly bytes: number
}

/** In one chat: as much as somebody writes in a long absence. */
export const maxWaitingInChat: Waiting = { messages: 10_000, bytes: 64 * 1024 * 1024 }
/** In all chats together: whoever has several devices cannot fill the disk with what one sends the other. */
export const maxWaitingForDevice: Waiting = { messages: 30_000, bytes: 192 * 1024 * 1024 }
/** After so many messages a device is told to ask rather than told of the message. */
export const messagesPerQuestion = 500

/** Whether one more does not fit. */
export function isFull({ messages, bytes }: Waiting, { length }: Uint8Array, most: Waiting): boolean {
  return messages >= most.messages || bytes + length > most.bytes
}

/** A key fingerprint, a message key and at least two blocks; longer than any content with its thumbnail. */
const minDataBytes = 8 + 16 + 32
export const maxDataBytes = 131_072
const blockBytes = 16

export function checkSecretData(data: Uint8Array): void {
  if (data.length > maxDataBytes) throw invalid('DATA_TOO_LONG')
  if (data.length < minDataBytes || (data.length - 24) % blockBytes !== 0) throw invalid('DATA_INVALID')
}
