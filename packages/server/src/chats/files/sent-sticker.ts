import type { api } from '@chappe/tl-codec/api'
import type { DocumentFacts } from './documents.ts'
import { mostTgsBytes } from './read-animation.ts'

const animationType = 'application/x-tgsticker'

/** Of stickers that are sent by their bytes, in bytes and points ("Stickers"): all else is a file. */
const mostBytes: ReadonlyMap<string, number> = new Map([
  ['image/webp', 524_288],
  [animationType, mostTgsBytes],
  ['video/webm', 262_144],
])
const mostSide = 512

interface Sides {
  readonly w: number
  readonly h: number
}

/** Whether a file is said to be an animated sticker, which is to be looked into before it is one. */
export function isSaidToMove({ mimeType, attributes }: DocumentFacts, size: number): boolean {
  return mimeType === animationType && isSticker(attributes) && size <= mostTgsBytes
}

/**
 * A file that is said to be a sticker, if it can be one, or else without that.
 *
 * @param found what was found in it, if it is a picture or an animation
 */
export function asSticker(
  { mimeType, attributes }: DocumentFacts,
  size: number,
  found: Sides | undefined,
): DocumentFacts {
  if (!isSticker(attributes)) return { mimeType, attributes }
  const film = attributes.find((one) => one._ === 'documentAttributeVideo')
  const sides = mimeType === 'video/webm' ? film : found
  const fits = sides !== undefined && sides.w <= mostSide && sides.h <= mostSide
  if (!fits || size > (mostBytes.get(mimeType) ?? 0)) {
    return { mimeType, attributes: attributes.filter(({ _ }) => _ !== 'documentAttributeSticker') }
  }
  if (mimeType === 'video/webm') return { mimeType, attributes }
  const others = attributes.filter(({ _ }) => _ !== 'documentAttributeImageSize')
  return { mimeType, attributes: [{ _: 'documentAttributeImageSize', w: sides.w, h: sides.h }, ...others] }
}

export function isSticker(attributes: readonly api.DocumentAttribute[]): boolean {
  return attributes.some(({ _ }) => _ === 'documentAttributeSticker')
}
