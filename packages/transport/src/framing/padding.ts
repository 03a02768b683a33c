import { readInt32 } from './little-endian.ts'

const PLAIN_HEADER_BYTES = 20
const ENCRYPTED_HEADER_BYTES = 24

/**
 * Takes the 0..15 bytes of padding off a padded intermediate frame, whose packet length is not on the wire: an encrypted
 * message is 24 bytes and a multiple of 16 (`auth_key_id`, `msg_key`, data), a plain message has its length at offset 16
 * ("Detailed Description"). Whatever is neither is left alone for the reader of packets to judge.
 */
export function stripPadding(frame: Uint8Array): Uint8Array {
  if (frame.length < PLAIN_HEADER_BYTES) return frame
  if (readInt32(frame, 0) === 0 && readInt32(frame, 4) === 0) {
    const dataLength = readInt32(frame, 16)
    const excess = frame.length - PLAIN_HEADER_BYTES - dataLength
    return dataLength >= 0 && excess > 0 && excess < 16 ? frame.subarray(0, frame.length - excess) : frame
  }
  if (frame.length < ENCRYPTED_HEADER_BYTES) return frame
  return frame.subarray(0, frame.length - ((frame.length - ENCRYPTED_HEADER_BYTES) & 15))
}
