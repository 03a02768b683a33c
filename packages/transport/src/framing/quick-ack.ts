import { readUint32 } from './little-endian.ts'

/**
 * The token of a quick acknowledgement ("Transport features", Quick ack): the first 32 bits of the SHA-256 whose middle
 * is the message key, read as a little-endian number, with bit 31 set.
 *
 * @param msgKeyLarge all 32 bytes of that SHA-256, or its first four
 */
export function quickAckToken(msgKeyLarge: Uint8Array): number {
  return (readUint32(msgKeyLarge, 0) | 0x80000000) >>> 0
}
