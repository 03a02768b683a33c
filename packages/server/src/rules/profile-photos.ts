import type { api } from '@chappe/tl-codec/api'
import { invalid } from './refusal.ts'

/** How many photos a person has shown and not deleted. */
export const maxOwnPhotos = 1_000

/** "Profile videos": a square of so many points, so long and so large. */
export const filmSides = { least: 160, most: 1_280 } as const
export const mostFilmSeconds = 10
/** The last frame is shown for a while. */
const lastFrameSeconds = 0.5
export const mostFilmBytes: number = 2 * 1_048_576

/** The letter of a film that moves in the place of a photo (TL `videoSize`). */
export const filmType = 'u'

const mostColors = 4
const mostColor = 0xff_ff_ff

/** A photo that is an emoji or a sticker on colours. Throws EMOJI_MARKUP_INVALID for anything else. */
export function parseMarkup(markup: api.VideoSize): api.videoSizeEmojiMarkup | api.videoSizeStickerMarkup {
  if (markup._ === 'videoSize') throw invalid('EMOJI_MARKUP_INVALID')
  const { backgroundColors: colors } = markup
  const areColors = colors.every((color) => color >= 0 && color <= mostColor)
  if (colors.length === 0 || colors.length > mostColors || !areColors) throw invalid('EMOJI_MARKUP_INVALID')
  return markup
}

/**
 * The time of the frame that stands for a film, which is in it; one that is sent in fragments does not say how long it is. Throws
 * VIDEO_FILE_INVALID for what is no time.
 */
export function parseStart(given: number | undefined, seconds: number): number | undefined {
  if (given === undefined) return undefined
  if (!(given >= 0)) throw invalid('VIDEO_FILE_INVALID')
  return Math.min(given, seconds === 0 ? mostFilmSeconds : seconds)
}

/** Throws VIDEO_FILE_INVALID for a film that is no profile video. */
export function checkFilm({
  w,
  h,
  seconds,
}: {
  readonly w: number
  readonly h: number
  readonly seconds: number
}): void {
  const isSquare = w === h && w >= filmSides.least && w <= filmSides.most
  if (!isSquare || !(seconds <= mostFilmSeconds + lastFrameSeconds)) throw invalid('VIDEO_FILE_INVALID')
}
