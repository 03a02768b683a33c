import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asChannel, asUser } from '../../testing/ids.ts'
import { createSeenPosts } from './seen-posts.ts'

const channel = asChannel(-1_000_000_000_001)
const day = 86_400

describe('the posts that somebody has looked at', () => {
  it('count once a person within half a day, and again after a day', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(1e6), { maxLength: 50 }), fc.nat(3600), (ids, later) => {
        const seen = createSeenPosts()
        const [ann, ben] = [asUser(1_000_001), asUser(1_000_002)]
        expect(seen.firstSeen(ann, channel, ids, 0)).toEqual(ids)
        expect(seen.firstSeen(ann, channel, ids, later)).toEqual([])
        expect(seen.firstSeen(ben, channel, ids, later)).toEqual(ids)
        expect(seen.firstSeen(ann, asChannel(channel - 1), ids, later)).toEqual(ids)
        expect(seen.firstSeen(ann, channel, ids, day / 2)).toEqual([])
        expect(seen.firstSeen(ann, channel, ids, day * 2)).toEqual(ids)
      }),
      { numRuns: 10 },
    )
  })

  it('are mistaken for seen ones seldom, however many there are', () => {
    const seen = createSeenPosts()
    let first = 0
    for (let user = 1; user <= 2_000; user++) {
      const ids = Array.from({ length: 100 }, (_, at) => at + 1)
      first += seen.firstSeen(asUser(user), channel, ids, 0).length
    }
    expect(first).toBeGreaterThan(199_000)
  })
})
