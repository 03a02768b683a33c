import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BoundedPairMap } from './bounded-pair-map.ts'

const key = fc.integer({ min: 0, max: 5 })
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('set' as const), first: key, second: key }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('get' as const), first: key, second: key }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), first: key, second: key }) },
)

describe('a map by two keys that forgets', () => {
  it('has the last half of its bound that was used, nothing that was deleted, and never more than its bound', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 }), fc.array(step, { maxLength: 200 }), (half, steps) => {
        const map = new BoundedPairMap<number, number, number>(2 * half)
        const values = new Map<string, number>()
        /** Keys by how lately they were used, the latest last. */
        let used: string[] = []
        for (const [at, { do: act, first, second }] of steps.entries()) {
          const name = `${first} ${second}`
          const isLate = used.slice(-half).includes(name)
          if (act === 'set') {
            map.set(first, second, at)
            values.set(name, at)
          } else if (act === 'delete') {
            map.delete(first, second)
            values.delete(name)
          }
          const found = map.get(first, second)
          if (act === 'get' && !isLate) expect([undefined, values.get(name)]).toContain(found)
          else expect(found).toBe(values.get(name))
          used = used.filter((one) => one !== name)
          if (found !== undefined) used.push(name)
          map.trim()
          expect(map.size).toBeLessThanOrEqual(2 * half)
        }
      }),
    )
  })

  it('forgets nothing while it is not told that it may', () => {
    const map = new BoundedPairMap<number, number, number>(4)
    for (let i = 1; i <= 100; i++) map.set(i, 0, i)
    expect(Array.from({ length: 100 }, (_, i) => map.get(i + 1, 0))).toEqual(
      Array.from({ length: 100 }, (_, i) => i + 1),
    )
    map.clear()
    expect([map.size, map.get(1, 0)]).toEqual([0, undefined])
  })

  it('keeps what is used all the time, however much else comes by', () => {
    const map = new BoundedPairMap<number, number, string>(100)
    map.set(-1, 0, 'used')
    for (let i = 0; i < 10_000; i++) {
      map.set(i, 0, 'once')
      map.trim()
      expect(map.get(-1, 0)).toBe('used')
    }
    expect(map.size).toBeLessThanOrEqual(100)
  })
})
