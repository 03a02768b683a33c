import { invalid } from './refusal.ts'

/**
 * The sizes of photos ("Uploading and Downloading Files", "Image thumbnail types"): each letter stands for the side of a square
 * into which the picture fits.
 */
const ladder = [
  { type: 's', side: 100 },
  { type: 'm', side: 320 },
  { type: 'x', side: 800 },
  { type: 'y', side: 1_280 },
  { type: 'w', side: 2_560 },
] as const

/** Those of pictures of people and chats, which are cut to squares. */
const squares = [
  { type: 'a', side: 160 },
  { type: 'b', side: 320 },
  { type: 'c', side: 640 },
] as const

/** What is smaller is not worth to be shown bit by bit. */
const progressiveFrom = 400

const mostSides = 10_000
const mostRatio = 20

/** One form in which a photo is kept. */
export interface PhotoSizeRule {
  readonly type: string
  readonly side: number
  readonly fit: 'inside' | 'square'
  readonly format: 'jpeg'
  readonly isProgressive: boolean
}

/** Throws for a picture that no photo can be: as `sendPhoto` of the Bot API says of width, height and their ratio. */
export function checkPhotoSides(w: number, h: number): void {
  if (w + h > mostSides || Math.max(w, h) > mostRatio * Math.min(w, h)) throw invalid('PHOTO_INVALID_DIMENSIONS')
}

/**
 * The sizes that a photo of a message has: up to the first into which it fits as it is. Only the largest is progressive: mtcute
 * takes the first that is for the best there is.
 */
export function photoSizes(w: number, h: number): PhotoSizeRule[] {
  const longer = Math.max(w, h)
  const steps = upTo(ladder, longer)
  const last = steps.length - 1
  return steps.map(({ type, side }, at) => ({
    ...{ type, side, fit: 'inside', format: 'jpeg' },
    isProgressive: at === last && Math.min(side, longer) >= progressiveFrom,
  }))
}

/** The sizes that a picture of a person or a chat has. */
export function profilePhotoSizes(w: number, h: number): PhotoSizeRule[] {
  return upTo(squares, Math.min(w, h)).map(({ type, side }) => ({
    ...{ type, side, fit: 'square', format: 'jpeg', isProgressive: false },
  }))
}

function upTo<Step extends { readonly side: number }>(steps: readonly Step[], own: number): Step[] {
  const last = steps.findIndex(({ side }) => side >= own)
  return last === -1 ? [...steps] : steps.slice(0, last + 1)
}
