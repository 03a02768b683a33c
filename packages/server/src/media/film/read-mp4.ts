/** What the head of an MP4 says of its film (ISO/IEC 14496-12). */
export interface Mp4Film {
  readonly w: number
  readonly h: number
  readonly seconds: number
}

/** Gives a part of a file, less at its end. */
export type ReadPart = (offset: number, length: number) => Promise<Uint8Array>

/** So many boxes are looked at in the file; what is made for a stream has many after the first two. */
const mostBoxes = 64
const mostHeadBytes = 1_048_576
const boxHeadBytes = 16

/** Undefined for whatever is no MP4 with a film in it. Reads the head of each box, and the one that describes the whole. */
export async function readMp4(read: ReadPart, size: number): Promise<Mp4Film | undefined> {
  let at = 0
  for (let looked = 0; looked < mostBoxes && at < size; looked++) {
    const box = boxAt(viewOf(await read(at, boxHeadBytes)), 0, size - at)
    if (box === undefined || (looked === 0) !== (box.type === 'ftyp')) return undefined
    if (box.type === 'moov') {
      if (box.length > mostHeadBytes) return undefined
      return filmIn(viewOf(await read(at + box.head, box.length - box.head)))
    }
    at += box.length
  }
  return undefined
}

interface Box {
  readonly type: string
  /** Bytes before its content. */
  readonly head: number
  /** All of it. */
  readonly length: number
}

function boxAt(view: DataView, at: number, left: number): Box | undefined {
  if (at + 8 > view.byteLength) return undefined
  const type = String.fromCharCode(...[4, 5, 6, 7].map((place) => view.getUint8(at + place)))
  const short = view.getUint32(at)
  const isLong = short === 1
  if (isLong && at + boxHeadBytes > view.byteLength) return undefined
  // 0 is for what goes to the end.
  const length = isLong ? Number(view.getBigUint64(at + 8)) : short === 0 ? left : short
  const head = isLong ? boxHeadBytes : 8
  return length < head || length > left ? undefined : { type, head, length }
}

/** The content of each box that is in another, in order. */
function* boxesIn(view: DataView): Generator<{ readonly type: string; readonly content: DataView }> {
  let at = 0
  while (at < view.byteLength) {
    const box = boxAt(view, at, view.byteLength - at)
    if (box === undefined) return
    yield { type: box.type, content: partOf(view, at + box.head, box.length - box.head) }
    at += box.length
  }
}

function find(view: DataView, ...path: readonly string[]): DataView | undefined {
  const [first, ...rest] = path
  if (first === undefined) return view
  for (const { type, content } of boxesIn(view)) if (type === first) return find(content, ...rest)
  return undefined
}

function filmIn(moov: DataView): Mp4Film | undefined {
  const seconds = secondsIn(find(moov, 'mvhd'))
  if (seconds === undefined) return undefined
  for (const { type, content } of boxesIn(moov)) {
    if (type !== 'trak') continue
    const handler = find(content, 'mdia', 'hdlr')
    const head = find(content, 'tkhd')
    if (handler === undefined || head === undefined || handler.byteLength < 12) continue
    // "vide"
    if (handler.getUint32(8) !== 0x76696465 || head.byteLength < 8) continue
    // The last two fields are the sides, as 16.16.
    const [w, h] = [head.getUint32(head.byteLength - 8) / 65_536, head.getUint32(head.byteLength - 4) / 65_536]
    return { w: Math.round(w), h: Math.round(h), seconds }
  }
  return undefined
}

function secondsIn(mvhd: DataView | undefined): number | undefined {
  if (mvhd === undefined || mvhd.byteLength < 20) return undefined
  const isLong = mvhd.getUint8(0) === 1
  if (isLong && mvhd.byteLength < 32) return undefined
  const scale = mvhd.getUint32(isLong ? 20 : 12)
  const duration = isLong ? Number(mvhd.getBigUint64(24)) : mvhd.getUint32(16)
  return scale === 0 ? undefined : duration / scale
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function partOf(view: DataView, from: number, length: number): DataView {
  return new DataView(view.buffer, view.byteOffset + from, length)
}
