/** What the header of a WebM file says of its one track. */
export interface WebmFacts {
  readonly codec: string
  readonly w: number
  readonly h: number
  /** In seconds; undefined where it is not said. */
  readonly duration: number | undefined
  readonly hasAudio: boolean
}

const id = {
  ...{ ebml: 0x1a45dfa3, docType: 0x4282, segment: 0x18538067, info: 0x1549a966, timecodeScale: 0x2ad7b1 },
  ...{ duration: 0x4489, tracks: 0x1654ae6b, entry: 0xae, type: 0x83, codec: 0x86, video: 0xe0, w: 0xb0, h: 0xba },
  cluster: 0x1f43b675,
} as const

/** These hold elements; everything else is passed over. */
const masters: ReadonlySet<number> = new Set([id.ebml, id.segment, id.info, id.tracks, id.entry, id.video])

const unknownSize = -1
/** A header has some dozen elements. */
const mostElements = 10_000

/**
 * Reads what a WebM file says of itself before its first frames (RFC 8794, RFC 9559), and nothing else. Undefined for what is no
 * WebM, or damaged.
 */
export function readWebm(bytes: Uint8Array): WebmFacts | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  let docType: string | undefined
  let scale = 1_000_000
  let length: number | undefined
  let codec = ''
  let [w, h, type] = [0, 0, 0]
  const codecs: { readonly type: number; readonly codec: string }[] = []
  let at = 0
  for (let count = 0; at < buffer.length; count++) {
    if (count > mostElements) return undefined
    const element = readElement(buffer, at)
    if (element === undefined) break
    const { name, begins, size } = element
    if (name === id.cluster) break
    const ends = size === unknownSize ? buffer.length : begins + size
    if (masters.has(name)) {
      if (name === id.entry) {
        codec = ''
        type = 0
      }
      at = begins
      continue
    }
    if (ends > buffer.length) break
    const value = buffer.subarray(begins, ends)
    if (name === id.docType) docType = value.toString('latin1')
    else if (name === id.timecodeScale) scale = unsigned(value)
    else if (name === id.duration) length = float(value)
    else if (name === id.type) type = unsigned(value)
    else if (name === id.codec) codec = value.toString('latin1')
    else if (name === id.w) w = unsigned(value)
    else if (name === id.h) h = unsigned(value)
    if ((name === id.codec || name === id.type) && type !== 0 && codec !== '') codecs.push({ type, codec })
    at = ends
  }
  const film = codecs.find((one) => one.type === 1)
  if (docType !== 'webm' || film === undefined || w === 0 || h === 0) return undefined
  const duration = length === undefined ? undefined : (length * scale) / 1e9
  return { codec: film.codec, w, h, duration, hasAudio: codecs.some((one) => one.type === 2) }
}

interface Element {
  readonly name: number
  readonly begins: number
  readonly size: number
}

function readElement(buffer: Buffer, at: number): Element | undefined {
  const first = buffer[at] ?? 0
  const nameLength = Math.clz32(first) - 23
  if (nameLength > 4 || at + nameLength >= buffer.length) return undefined
  const name = buffer.readUIntBE(at, nameLength)
  const sizeAt = at + nameLength
  const sizeFirst = buffer[sizeAt] ?? 0
  const sizeLength = Math.clz32(sizeFirst) - 23
  if (sizeLength > 8 || sizeAt + sizeLength > buffer.length) return undefined
  let size = sizeFirst & ((1 << (8 - sizeLength)) - 1)
  let isUnknown = size === (1 << (8 - sizeLength)) - 1
  for (let i = 1; i < sizeLength; i++) {
    const byte = buffer[sizeAt + i] ?? 0
    isUnknown &&= byte === 0xff
    size = size * 256 + byte
  }
  if (!Number.isSafeInteger(size) && !isUnknown) return undefined
  return { name, begins: sizeAt + sizeLength, size: isUnknown ? unknownSize : size }
}

function unsigned(value: Buffer): number {
  return value.length === 0 || value.length > 6 ? 0 : value.readUIntBE(0, value.length)
}

function float(value: Buffer): number | undefined {
  if (value.length === 4) return value.readFloatBE(0)
  return value.length === 8 ? value.readDoubleBE(0) : undefined
}
