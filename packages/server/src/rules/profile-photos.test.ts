import { describe, expect, it } from 'vitest'
import { checkFilm, parseMarkup, parseStart } from './profile-photos.ts'

describe('a photo that moves', () => {
  it('is a short square of a certain size', () => {
    expect(() => checkFilm({ w: 160, h: 160, seconds: 10 })).not.toThrow()
    expect(() => checkFilm({ w: 1_280, h: 1_280, seconds: 0 })).not.toThrow()
    for (const film of [
      { w: 640, h: 480, seconds: 1 },
      { w: 159, h: 159, seconds: 1 },
      { w: 1_281, h: 1_281, seconds: 1 },
      { w: 640, h: 640, seconds: 11 },
      { w: 640, h: 640, seconds: Number.NaN },
    ]) {
      expect(() => checkFilm(film)).toThrow('VIDEO_FILE_INVALID')
    }
  })

  it('begins at a frame that is in it', () => {
    expect(parseStart(undefined, 3)).toBeUndefined()
    expect(parseStart(1.5, 3)).toBe(1.5)
    expect(parseStart(4, 3)).toBe(3)
    expect([parseStart(4, 0), parseStart(40, 0)]).toEqual([4, 10])
    for (const start of [-1, Number.NaN]) expect(() => parseStart(start, 3)).toThrow('VIDEO_FILE_INVALID')
  })
})

describe('an emoji in the place of a photo', () => {
  const emoji = (...backgroundColors: number[]) =>
    ({ _: 'videoSizeEmojiMarkup', emojiId: 1n, backgroundColors }) as const

  it('stands on one to four colours', () => {
    expect(parseMarkup(emoji(0))).toEqual(emoji(0))
    expect(parseMarkup(emoji(1, 2, 3, 0xff_ff_ff))).toEqual(emoji(1, 2, 3, 0xff_ff_ff))
    for (const colors of [[], [1, 2, 3, 4, 5], [-1], [0x1_00_00_00]]) {
      expect(() => parseMarkup(emoji(...colors))).toThrow('EMOJI_MARKUP_INVALID')
    }
    expect(() => parseMarkup({ _: 'videoSize', type: 'u', w: 1, h: 1, size: 1 })).toThrow('EMOJI_MARKUP_INVALID')
  })
})
