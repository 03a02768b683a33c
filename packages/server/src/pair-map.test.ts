import fc from 'fast-check'
import { expect, it } from 'vitest'
import { PairMap } from './pair-map.ts'

it('holds what a map by joined keys would', () => {
  const key = fc.nat({ max: 3 })
  const step = fc.oneof(
    fc.record({ do: fc.constant('set' as const), first: key, second: key, value: fc.nat() }),
    fc.record({ do: fc.constant('delete' as const), first: key, second: key }),
    fc.record({ do: fc.constant('clear' as const) }),
  )
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const map = new PairMap<number, number, number>()
      const model = new Map<string, number>()
      for (const step of steps) {
        if (step.do === 'clear') {
          map.clear()
          model.clear()
        } else if (step.do === 'set') {
          map.set(step.first, step.second, step.value)
          model.set(`${step.first} ${step.second}`, step.value)
        } else {
          map.delete(step.first, step.second)
          model.delete(`${step.first} ${step.second}`)
        }
        expect(map.size).toBe(model.size)
        for (let i = 0; i < 16; i++) expect(map.get(i >> 2, i & 3)).toBe(model.get(`${i >> 2} ${i & 3}`))
        const all = [...map.firsts()].flatMap((first) => [...(map.under(first)?.values() ?? [])])
        expect(all.sort()).toEqual([...model.values()].sort())
      }
    }),
  )
})
