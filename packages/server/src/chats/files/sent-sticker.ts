import type { api } from '@chappe/tl-codec/api'
import type { DocumentFacts } from './documents.ts'

/** Of stickers that are sent by their bytes, in bytes and points ("Stickers"): all else is a file. */
const mostBytes: ReadonlyMap<string, number> = new Map([
  ['image/webp', 524_288],
  ['video/webm', 262_144],
])
const mostSide = 512

interface Sides {
  readonly w: number
  readonly h: number
}

/**
 * A file that is said to be a sticker, if it can be one, or else without that. Animated ones are stickers in sets alone, where it is
 * looked at what clients would have to play.
 *
 * @param picture what was found in it, if it is a picture
 */
export function asSticker(
  { mimeType, attributes }: DocumentFacts,
  size: number,
  picture: Sides | undefined,
): DocumentFacts {
  if (!isSticker(attributes)) return { mimeType, attributes }
  const film = attributes.find((one) => one._ === 'documentAttributeVideo')
  const sides = mimeType === 'image/webp' ? picture : film
  const fits = sides !== undefined && sides.w <= mostSide && sides.h <= mostSide
  if (!fits || size > (mostBytes.get(mimeType) ?? 0)) {
    return { mimeType, attributes: attributes.filter(({ _ }) => _ !== 'documentAttributeSticker') }
  }
  if (mimeType !== 'image/webp') return { mimeType, attributes }
  const others = attributes.filter(({ _ }) => _ !== 'documentAttributeImageSize')
  return { mimeType, attributes: [{ _: 'documentAttributeImageSize', w: sides.w, h: sides.h }, ...others] }
}

export function isSticker(attributes: readonly api.DocumentAttribute[]): boolean {
  return attributes.some(({ _ }) => _ === 'documentAttributeSticker')
}
