/** The type of a sound, from its first bytes: MP3 or Opus in Ogg ("Notification sounds"). Undefined for anything else. */
export function soundType(head: Uint8Array): 'audio/mpeg' | 'audio/ogg' | undefined {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.length)
  const starts = (mark: string, at = 0): boolean =>
    bytes.subarray(at, at + mark.length).equals(Buffer.from(mark, 'latin1'))
  // The first page of a stream names its codec behind a header with one segment (RFC 3533, RFC 7845).
  if (starts('OggS')) return starts('OpusHead', 28) ? 'audio/ogg' : undefined
  return starts('ID3') || isFrame(bytes) ? 'audio/mpeg' : undefined
}

/** The header of an MPEG frame: eleven bits that are set, layer III, and a bit rate and a sampling rate that there are. */
function isFrame(bytes: Buffer): boolean {
  const [first = 0, second = 0, third = 0] = bytes
  const isSynchronous = first === 0xff && (second & 0xe0) === 0xe0
  const isLayerThree = (second & 0x06) === 0x02 && (second & 0x18) !== 0x08
  return isSynchronous && isLayerThree && third >> 4 !== 0x0f && third >> 4 !== 0 && (third & 0x0c) !== 0x0c
}
