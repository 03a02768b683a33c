/** So many forms of a picture are told of at most. */
const mostSteps = 5

/**
 * Where each scan of a progressive JPEG ends (ITU-T T.81, annex B): so many bytes show a form of the whole picture, as TL
 * `photoSizeProgressive` tells. The last one is all of it.
 */
export function jpegSteps(jpeg: Uint8Array): number[] {
  const begins: number[] = []
  for (let at = 2; at + 4 <= jpeg.length; ) {
    if (jpeg[at] !== 0xff) break
    const marker = jpeg[at + 1] ?? 0
    if (marker === 0xd9) break
    const end = at + 2 + (((jpeg[at + 2] ?? 0) << 8) | (jpeg[at + 3] ?? 0))
    if (marker === 0xda) begins.push(at)
    at = marker === 0xda ? endOfData(jpeg, end) : end
  }
  // A scan ends where the next one begins, with the tables before that, which are short.
  const ends = begins.slice(1)
  const some = ends.filter((_, index) => index % Math.ceil(ends.length / (mostSteps - 1)) === 0)
  return [...some, jpeg.length]
}

/** Coded data goes on until a marker that is neither stuffing nor a restart. */
function endOfData(jpeg: Uint8Array, from: number): number {
  for (let at = jpeg.indexOf(0xff, from); at !== -1 && at + 1 < jpeg.length; at = jpeg.indexOf(0xff, at + 1)) {
    const next = jpeg[at + 1] ?? 0
    if (next !== 0 && (next < 0xd0 || next > 0xd7)) return at
  }
  return jpeg.length
}
