import fc from 'fast-check'
import { expect, it } from 'vitest'
import { MessageTable } from './message-table.ts'

it('holds what a map would, in the order of identifiers', () => {
  const msgId = fc.bigInt({ min: 0n, max: 20n })
  const step = fc.oneof(
    fc.record({ do: fc.constant('set' as const), msgId, value: fc.string() }),
    fc.record({ do: fc.constant('delete' as const), msgId }),
    fc.record({ do: fc.constant('keep' as const), count: fc.nat({ max: 5 }) }),
    fc.record({ do: fc.constant('clear' as const) }),
  )
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const table = new MessageTable<bigint, string>()
      const model = new Map<bigint, string>()
      for (const step of steps) {
        if (step.do === 'set') {
          table.set(step.msgId, step.value)
          model.set(step.msgId, step.value)
        } else if (step.do === 'delete') {
          expect(table.delete(step.msgId)).toBe(model.delete(step.msgId))
        } else if (step.do === 'keep') {
          table.keepHighest(step.count)
          for (const id of [...model.keys()].sort((a, b) => Number(b - a)).slice(step.count)) model.delete(id)
        } else {
          table.clear()
          model.clear()
        }
        const sorted = [...model].sort(([a], [b]) => Number(a - b))
        expect(table.size).toBe(model.size)
        expect([...table.keys()]).toEqual(sorted.map(([id]) => id))
        expect([...table.values()]).toEqual(sorted.map(([, value]) => value))
        for (let id = 0n; id <= 20n; id++) {
          expect(table.has(id)).toBe(model.has(id))
          expect(table.get(id)).toBe(model.get(id))
        }
      }
    }),
  )
})

it('lets a great many leave in any order at little cost', () => {
  const table = new MessageTable<bigint, string>()
  const count = 300_000n
  for (let msgId = 0n; msgId < count; msgId++) table.set(msgId, 'message')
  let left = 0
  const begun = process.cpuUsage()
  // A prime step that reaches every one of them, far from the one before.
  for (let i = 0n; i < count; i++) if (table.delete((i * 179_999n) % count)) left++
  const { user, system } = process.cpuUsage(begun)
  expect([left, table.size]).toEqual([300_000, 0])
  // Closing the gap each time would take minutes.
  expect(user + system).toBeLessThan(10_000_000)
})
