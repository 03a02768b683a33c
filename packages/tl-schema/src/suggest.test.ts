import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { closest, editDistance } from './suggest.ts'

describe('suggestions', () => {
  it.each([
    ['Usr', 'User'],
    ['user', 'User'],
    ['Mesage', 'Message'],
    ['InptuPeer', 'InputPeer'],
    ['strng', 'string'],
    ['Zebra', undefined],
    ['x', undefined],
  ])('%s suggests %s', (word, suggestion) => {
    expect(closest(word, ['User', 'Message', 'InputPeer', 'string', 'Updates'])).toBe(suggestion)
  })

  it('never suggests the word itself', () => {
    expect(closest('User', ['User'])).toBeUndefined()
  })

  it('measures a distance: symmetric, zero for equals, at most the longer length', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 10 }), fc.string({ maxLength: 10 }), (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a))
        expect(editDistance(a, a)).toBe(0)
        expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length))
        expect(editDistance(a, b)).toBeGreaterThanOrEqual(Math.abs(a.length - b.length))
      }),
    )
  })
})
