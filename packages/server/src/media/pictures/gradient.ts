import { promisify } from 'node:util'
import { crc32, deflate } from 'node:zlib'

const bytesOfColor = 3
const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)

/** A square PNG that goes from the first of some colours, each 0xRRGGBB, to the last, from its top to its bottom. */
export async function gradientPng(side: number, colors: readonly number[]): Promise<Uint8Array> {
  const lineBytes = 1 + side * bytesOfColor
  // Each line begins with the number of its filter, which is 0 for none.
  const lines = Buffer.alloc(side * lineBytes)
  for (let y = 0; y < side; y++) {
    const at = y * lineBytes + 1
    lines.fill(Uint8Array.from(colorAt(colors, side > 1 ? y / (side - 1) : 0)), at, at + side * bytesOfColor)
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(side, 0)
  head.writeUInt32BE(side, 4)
  // Of 8 bits and of three colours.
  head[8] = 8
  head[9] = 2
  const packed = await promisify(deflate)(lines)
  return new Uint8Array(
    Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', packed), chunk('IEND', new Uint8Array())]),
  )
}

function chunk(type: string, content: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(content.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}

/** Of a way from the first to the last, which is 0 to 1. */
function colorAt(colors: readonly number[], way: number): [red: number, green: number, blue: number] {
  const place = way * (colors.length - 1)
  const before = colors[Math.floor(place)] ?? 0
  const after = colors[Math.ceil(place)] ?? before
  const mix = (shift: number): number => {
    const [from, to] = [(before >> shift) & 0xff, (after >> shift) & 0xff]
    return Math.round(from + (to - from) * (place - Math.floor(place)))
  }
  return [mix(16), mix(8), mix(0)]
}
