import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { filmSticker, lottie } from '../testing/sticker-files.ts'
import { isShortName, nameFromTitle, parseKeywords, parseStickerEmoji } from './sticker-sets.ts'
import { isPlayable } from './tgs.ts'
import { readWebm } from './webm.ts'

const seed = 20_261_201

describe('what a film says of itself', () => {
  it('is read from its header', () => {
    expect(readWebm(filmSticker({ w: 512, h: 300, seconds: 2.5 }))).toEqual({
      ...{ codec: 'V_VP9', w: 512, h: 300, duration: 2.5, hasAudio: false },
    })
  })

  it('is nothing, and quickly, where the bytes are others', () => {
    const film = filmSticker()
    const change = fc.record({ at: fc.nat(film.length - 1), byte: fc.nat(255), cut: fc.nat(film.length) })
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 5 }), (changes) => {
        const bytes = Uint8Array.from(film)
        for (const { at, byte } of changes) bytes[at] = byte
        const found = readWebm(bytes.subarray(0, changes[0]?.cut))
        expect(found === undefined || (found.w > 0 && found.h > 0)).toBe(true)
      }),
      { seed, numRuns: 500 },
    )
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void expect(readWebm(bytes)).toBeUndefined()),
      { seed },
    )
    // Elements of no length at all, one after the other.
    expect(readWebm(new Uint8Array(262_144).fill(0x80))).toBeUndefined()
  })
})

describe('an animation', () => {
  it('is played if it is of the size, the length and the parts that clients play', () => {
    expect(isPlayable(lottie())).toBe(true)
    expect(isPlayable(lottie({ fr: 60, op: 180 }))).toBe(true)
    fc.assert(
      fc.property(fc.jsonValue(), (value) => void expect(isPlayable(value)).toBe(false)),
      { seed },
    )
    const parts = fc.record({ fr: fc.constantFrom(24, 30, 60), ip: fc.nat(10), op: fc.integer({ min: -5, max: 300 }) })
    fc.assert(
      fc.property(parts, ({ fr, ip, op }) => {
        const seconds = (op - ip) / fr
        expect(isPlayable(lottie({ fr, ip, op }))).toBe(fr !== 24 && seconds > 0 && seconds <= 3)
      }),
      { seed },
    )
    for (const more of [
      { layers: [] },
      { layers: Array(1_001).fill({ ty: 4 }) },
      { assets: [{ u: 'a', p: 'b' }] },
      { tgs: 0 },
    ]) {
      expect(isPlayable(lottie(more))).toBe(false)
    }
  })
})

describe('the words of a set', () => {
  it('are names that may be had, whatever the title', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (title) => {
        expect(isShortName(nameFromTitle(title))).toBe(true)
        expect(isShortName(`${nameFromTitle(title)}_19`)).toBe(true)
      }),
      { seed, numRuns: 300 },
    )
    expect(nameFromTitle('12 Ägypten / Café')).toBe('Agypten_Cafe')
  })

  it('are emoji, one after the other, in the form without selectors', () => {
    expect(parseStickerEmoji('❤️👨‍👩‍👧🇩🇪 1️⃣,😀')).toEqual(['❤', '👨‍👩‍👧', '🇩🇪', '1⃣', '😀'])
    for (const wrong of ['', 'a', '😀b', '1', '😀'.repeat(1_000)]) {
      expect(() => parseStickerEmoji(wrong), wrong.slice(0, 9)).toThrow('STICKER_EMOJI_INVALID')
    }
  })

  it('are keywords, in small letters, and not too many', () => {
    expect(parseKeywords(' Hello,hello, ,WORLD ')).toEqual(['hello', 'world'])
    expect(parseKeywords(undefined)).toEqual([])
    expect(parseKeywords(Array.from({ length: 99 }, (_, i) => `w${i}`).join(','))).toHaveLength(20)
  })
})
