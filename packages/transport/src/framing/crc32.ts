/** x^32 + x^26 + x^23 + … + x + 1 with its bits reversed: the CRC-32 of IEEE 802.3, which full framing uses. */
const POLYNOMIAL = 0xedb88320

/** Four tables, so that a step takes four bytes: `TABLES[k]` is the effect of a byte followed by k zero bytes. */
const TABLES: readonly [Uint32Array, Uint32Array, Uint32Array, Uint32Array] = makeTables()

function makeTables(): [Uint32Array, Uint32Array, Uint32Array, Uint32Array] {
  const [t0, t1, t2, t3] = [new Uint32Array(256), new Uint32Array(256), new Uint32Array(256), new Uint32Array(256)]
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1
    t0[byte] = crc
  }
  const shift = (value: number): number => (value >>> 8) ^ (t0[value & 0xff] ?? 0)
  for (let byte = 0; byte < 256; byte++) {
    t1[byte] = shift(t0[byte] ?? 0)
    t2[byte] = shift(t1[byte] ?? 0)
    t3[byte] = shift(t2[byte] ?? 0)
  }
  return [t0, t1, t2, t3]
}

/** CRC-32 of `bytes[start..end]`, going on from `previous`, the CRC-32 of what came before. */
export function crc32(bytes: Uint8Array, start = 0, end: number = bytes.length, previous = 0): number {
  const [t0, t1, t2, t3] = TABLES
  let crc = ~previous
  let at = start
  for (; at + 4 <= end; at += 4) {
    crc ^= (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)
    crc = (t3[crc & 0xff] ?? 0) ^ (t2[(crc >>> 8) & 0xff] ?? 0) ^ (t1[(crc >>> 16) & 0xff] ?? 0) ^ (t0[crc >>> 24] ?? 0)
  }
  for (; at < end; at++) crc = (crc >>> 8) ^ (t0[(crc ^ (bytes[at] ?? 0)) & 0xff] ?? 0)
  return ~crc >>> 0
}
