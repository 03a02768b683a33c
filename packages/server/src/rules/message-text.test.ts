import type { api } from '@chappe/tl-codec/api'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalizeText } from './message-text.ts'

const kinds = [
  'messageEntityBold',
  'messageEntityItalic',
  'messageEntitySpoiler',
  'messageEntityCode',
  'messageEntityBlockquote',
] as const

const texts = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '\r', '\t', '🎈', 'é', '@', '#'), maxLength: 30 })
const marked = texts.chain((text) => {
  const characters = [...text]
  const place = fc.nat(characters.length).map((count) => characters.slice(0, count).join('').length)
  const entity = fc.tuple(place, place, fc.constantFrom(...kinds)).map(
    ([a, b, kind]): api.MessageEntity => ({
      _: kind,
      offset: Math.min(a, b),
      length: Math.abs(a - b),
    }),
  )
  return fc.record({ text: fc.constant(text), entities: fc.array(entity, { maxLength: 8 }) })
})

describe('normalizeText', () => {
  it('gives entities in order, within the text, each inside or outside of any other', () => {
    fc.assert(
      fc.property(marked, ({ text: input, entities: given }) => {
        const { text, entities } = normalizeText(input, given, { mayBeEmpty: true })
        expect(text).toBe(text.trim())
        for (const [at, a] of entities.entries()) {
          expect(a.length).toBeGreaterThan(0)
          expect(a.offset).toBeGreaterThanOrEqual(entities[at - 1]?.offset ?? 0)
          expect(a.offset + a.length).toBeLessThanOrEqual(text.length)
          for (const b of entities.slice(at + 1)) {
            const apart = b.offset >= a.offset + a.length
            expect(apart || b.offset + b.length <= a.offset + a.length).toBe(true)
          }
        }
      }),
      { numRuns: 500 },
    )
  })

  it('leaves the same characters bold, wherever the text is trimmed or cleaned', () => {
    fc.assert(
      fc.property(marked, ({ text: input, entities: given }) => {
        const bold = given.filter((entity) => entity._ === 'messageEntityBold')
        const { text, entities } = normalizeText(input, bold, { mayBeEmpty: true, detect: false })
        const units = (whole: string, styles: readonly api.MessageEntity[]): string =>
          Array.from({ length: whole.length }, (_, at) => at)
            .filter((at) => styles.some(({ offset, length }) => at >= offset && at < offset + length))
            .map((at) => whole.charAt(at))
            .join('')
            .replaceAll(/\s/g, '')
        expect(units(text, entities)).toBe(units(input, bold))
      }),
      { numRuns: 300 },
    )
  })

  it('is the same when it is applied again', () => {
    fc.assert(
      fc.property(marked, ({ text, entities }) => {
        const once = normalizeText(text, entities, { mayBeEmpty: true })
        expect(normalizeText(once.text, once.entities, { mayBeEmpty: true })).toEqual(once)
      }),
      { numRuns: 300 },
    )
  })

  it('finds what stands under code that is left out because it overlaps other code', () => {
    const code = (offset: number, length: number): api.MessageEntity => ({ _: 'messageEntityCode', offset, length })
    const once = normalizeText('a@b @ #a@b', [code(1, 6), code(0, 2)])
    expect(normalizeText(once.text, once.entities)).toEqual(once)
  })

  it('joins equal styles, keeps code plain, and refuses what splits a character', () => {
    const entity = (kind: (typeof kinds)[number], offset: number, length: number): api.MessageEntity => ({
      _: kind,
      offset,
      length,
    })
    const bolds = [entity('messageEntityBold', 0, 3), entity('messageEntityBold', 2, 4)]
    expect(normalizeText('abcdef', bolds).entities).toEqual([entity('messageEntityBold', 0, 6)])
    const coded = [entity('messageEntityBold', 0, 6), entity('messageEntityCode', 2, 2)]
    expect(normalizeText('ab#ief', coded).entities).toEqual([
      entity('messageEntityBold', 0, 2),
      entity('messageEntityCode', 2, 2),
      entity('messageEntityBold', 4, 2),
    ])
    expect(() => normalizeText('🎈', [entity('messageEntityBold', 0, 1)])).toThrow('ENTITY_BOUNDS_INVALID')
  })

  it('takes linear time for texts made to slow a search for links', () => {
    for (const unit of ['a.', '@a', 'a-', '#', '/', 'a@', 'http://', 'a@a.', '1.', '$A']) {
      const started = performance.now()
      normalizeText(unit.repeat(4096).slice(0, 4096), [])
      expect(performance.now() - started, unit).toBeLessThan(200)
    }
  })
})
