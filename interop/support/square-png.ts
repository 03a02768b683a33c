import { crc32, deflateSync } from 'node:zlib'

/** A square PNG that is red above and blue below. */
export function squarePng(side: number): Uint8Array {
  const lines = Buffer.alloc(side * (1 + side * 3))
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) lines[y * (1 + side * 3) + 1 + x * 3 + (y < side / 2 ? 0 : 2)] = 255
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(side, 0)
  head.writeUInt32BE(side, 4)
  head[8] = 8
  head[9] = 2
  const signature = Buffer.from('89504e470d0a1a0a', 'hex')
  const chunks = [chunk('IHDR', head), chunk('IDAT', deflateSync(lines)), chunk('IEND', Buffer.alloc(0))]
  return new Uint8Array(Buffer.concat([signature, ...chunks]))
}

function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(content.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}

/** Width and height of a JPEG, by the header of its frame. */
export function jpegSides(bytes: Uint8Array): [w: number, h: number] {
  const jpeg = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  if (jpeg.readUInt16BE(0) !== 0xffd8) throw new Error('this is no JPEG')
  let at = 2
  while (at + 9 < jpeg.length) {
    const marker = jpeg.readUInt16BE(at)
    if (marker >= 0xffc0 && marker <= 0xffc2) return [jpeg.readUInt16BE(at + 7), jpeg.readUInt16BE(at + 5)]
    at += 2 + jpeg.readUInt16BE(at + 2)
  }
  throw new Error('this JPEG has no frame')
}
