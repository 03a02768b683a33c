import type { AuthKey } from '../auth-key.ts'
import { concat, toHex } from '../bytes.ts'
import { sha1, sha256 } from '../hashes.ts'

/** The side of the picture, in squares. */
export const KEY_IMAGE_SIZE = 12

/** The colours of the picture, as official clients draw it (RGB). */
export const KEY_IMAGE_COLOURS: readonly [number, number, number, number] = [0xffffff, 0xd5e6f3, 0x2d5775, 0x2f99c9]

/** What two people compare to know that nobody stands between them. */
export interface KeyVisualisation {
  /** 144 numbers from 0 to 3, row by row: indices of {@link KEY_IMAGE_COLOURS}. */
  readonly image: Uint8Array
  /** The first 256 bits of the same data, in hexadecimal. */
  readonly hex: string
}

/**
 * The picture of a secret chat's key ("End-to-End Encryption": Key Visualization): 288 bits, two for each square, the
 * lowest bits of each byte first. They are the first 128 bits of SHA-1 of the first key of the chat and the first 160
 * bits of SHA-256 of the key that was in use when the chat came to layer 46, today the same key. Re-keying does not
 * change the picture.
 */
export function visualiseKey(firstKey: AuthKey, keyAtLayer46: AuthKey = firstKey): KeyVisualisation {
  const data = concat(sha1(firstKey.bytes).subarray(0, 16), sha256(keyAtLayer46.bytes).subarray(0, 20))
  const image = Uint8Array.from(
    { length: KEY_IMAGE_SIZE ** 2 },
    (_, square) => ((data[square >> 2] ?? 0) >> ((square & 3) * 2)) & 3,
  )
  return { image, hex: toHex(data.subarray(0, 32)) }
}
