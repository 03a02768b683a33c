/** An MP4 whose head says so much of a film, and that has nothing to show. */
export function tinyFilm({
  w,
  h,
  seconds,
}: {
  readonly w: number
  readonly h: number
  readonly seconds: number
}): Uint8Array {
  const mvhd = Buffer.alloc(100)
  mvhd.writeUInt32BE(1_000, 12)
  mvhd.writeUInt32BE(Math.round(seconds * 1_000), 16)
  const tkhd = Buffer.alloc(84)
  tkhd.writeUInt32BE(w * 65_536, 76)
  tkhd.writeUInt32BE(h * 65_536, 80)
  const hdlr = Buffer.alloc(25)
  hdlr.write('vide', 8, 'latin1')
  const track = box('trak', box('tkhd', tkhd), box('mdia', box('hdlr', hdlr)))
  const brand = Buffer.from('isom\0\0\x02\0isommp41', 'latin1')
  const film = [box('ftyp', brand), box('free'), box('moov', box('mvhd', mvhd), track), box('mdat', Buffer.alloc(64))]
  return new Uint8Array(Buffer.concat(film))
}

function box(type: string, ...content: readonly Uint8Array[]): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(content.reduce((sum, part) => sum + part.length, 8))
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, ...content])
}
