import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { frontWithin, maxStoredBytes, pageWithin } from './answer-bounds.ts'

const pages = fc
  .record({
    sizes: fc.array(fc.nat(100), { maxLength: 30 }),
    newest: fc.integer({ min: 40, max: 60 }),
    offsetId: fc.nat(70),
    addOffset: fc.integer({ min: -30, max: 30 }),
    budget: fc.nat(1000),
  })
  .map(({ sizes, newest, ...rest }) => ({
    ...rest,
    page: sizes.map((size, at) => ({ id: newest - at, data: new Uint8Array(size) })),
  }))

describe('a page that is cut to what fits', () => {
  it('is one piece of what was asked for, within the budget, and not empty', () => {
    fc.assert(
      fc.property(pages, ({ page, budget, ...offsets }) => {
        const cut = pageWithin(page, offsets, budget)
        const start = cut[0] === undefined ? 0 : page.indexOf(cut[0])
        expect(cut).toEqual(page.slice(start, start + cut.length))
        expect(cut.length > 0).toBe(page.length > 0)
        const bytes = cut.reduce((sum, { data }) => sum + data.length, 0)
        expect(bytes <= budget || cut.length === 1).toBe(true)
      }),
    )
  })

  it('holds the message beside its offset, so that the next one goes on there', () => {
    fc.assert(
      fc.property(pages, ({ page, budget, offsetId, addOffset }) => {
        const cut = pageWithin(page, { offsetId, addOffset }, budget)
        if (page.length === 0) return
        if (addOffset >= 0 || offsetId === 0) expect(cut[0]).toBe(page[0])
        else {
          const edge = page.findIndex(({ id }) => id < offsetId)
          const neighbours = [page[edge === -1 ? page.length - 1 : edge], page[edge === -1 ? -1 : edge - 1]]
          expect(neighbours.some((one) => one !== undefined && cut.includes(one))).toBe(true)
        }
      }),
    )
  })

  it('counts what is shown of a message, whose rest is cut off', () => {
    const huge = { data: new Uint8Array(50 * maxStoredBytes) }
    expect(frontWithin([huge, huge, huge], ({ data }) => Math.min(data.length, maxStoredBytes))).toHaveLength(3)
    expect(frontWithin([huge, huge], ({ data }) => data.length)).toHaveLength(1)
  })
})
