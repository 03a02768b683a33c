/** What the first bytes of a picture say of it. */
export interface PictureHeader {
  readonly format: 'jpeg' | 'png' | 'webp' | 'gif'
  /** Before it is turned as its maker said. */
  readonly w: number
  readonly h: number
}

/**
 * Reads what a picture is and how large, by its bytes alone, and none of its pixels: whatever claims too much is refused before
 * anything is made of it. Undefined for what is no picture of these kinds.
 */
export function readPictureHeader(bytes: Uint8Array): PictureHeader | undefined {
  const header = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const found = readPng(header) ?? readGif(header) ?? readWebp(header) ?? readJpeg(header)
  return found !== undefined && found.w > 0 && found.h > 0 ? found : undefined
}

/** "Portable Network Graphics", the signature and IHDR. */
function readPng(bytes: Buffer): PictureHeader | undefined {
  if (bytes.length < 24 || bytes.toString('latin1', 0, 8) !== '\x89PNG\r\n\x1a\n') return undefined
  if (bytes.toString('latin1', 12, 16) !== 'IHDR') return undefined
  return { format: 'png', w: bytes.readUInt32BE(16), h: bytes.readUInt32BE(20) }
}

/** "Graphics Interchange Format", the logical screen descriptor. */
function readGif(bytes: Buffer): PictureHeader | undefined {
  if (bytes.length < 10 || !/^GIF8[79]a$/.test(bytes.toString('latin1', 0, 6))) return undefined
  return { format: 'gif', w: bytes.readUInt16LE(6), h: bytes.readUInt16LE(8) }
}

/** "WebP Container Specification": simple lossy, simple lossless and extended. */
function readWebp(bytes: Buffer): PictureHeader | undefined {
  if (bytes.length < 30 || bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WEBP') {
    return undefined
  }
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return { format: 'webp', w: bytes.readUInt16LE(26) & 0x3fff, h: bytes.readUInt16LE(28) & 0x3fff }
    case 'VP8L': {
      const packed = bytes.readUInt32LE(21)
      return { format: 'webp', w: (packed & 0x3fff) + 1, h: ((packed >>> 14) & 0x3fff) + 1 }
    }
    case 'VP8X':
      return { format: 'webp', w: bytes.readUIntLE(24, 3) + 1, h: bytes.readUIntLE(27, 3) + 1 }
    default:
      return undefined
  }
}

/** ITU-T T.81, annex B: the first frame header. */
function readJpeg(bytes: Buffer): PictureHeader | undefined {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined
  for (let at = 2; at + 9 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return undefined
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) at++
    else if (isFrame(marker)) return { format: 'jpeg', w: bytes.readUInt16BE(at + 7), h: bytes.readUInt16BE(at + 5) }
    else if (marker >= 0xd0 && marker <= 0xda) return undefined
    else at += 2 + Math.max(2, bytes.readUInt16BE(at + 2))
  }
  return undefined
}

/** SOF0 to SOF15, without DHT, JPG and DAC, whose numbers lie among them. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
}
