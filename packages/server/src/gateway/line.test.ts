import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Line } from './line.ts'

it('a line is what a list would be, however long it was', () => {
  const step = fc.constantFrom('push' as const, 'push' as const, 'shift' as const, 'toTheEnd' as const)
  fc.assert(
    fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
      const line = new Line<number>()
      const list: number[] = []
      for (const [at, what] of steps.entries()) {
        if (what === 'push') {
          line.push(at)
          list.push(at)
        } else if (what === 'shift') {
          if (list.length > 0) expect(line.shift()).toBe(list.shift())
          else expect(() => line.shift()).toThrow(RangeError)
        } else {
          line.toTheEnd()
          list.push(...list.splice(0, 1))
        }
        expect(line.length).toBe(list.length)
        if (list.length > 0) expect(line.first).toBe(list[0])
      }
    }),
  )
})
