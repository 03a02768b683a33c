import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Arrival, ReceivedMessages } from './received-messages.ts'

const size = 10

it('remembers identifiers as a plain list would, and forgets the lowest', () => {
  const message = fc.record({ id: fc.bigInt({ min: 1n, max: 60n }), seqNo: fc.nat({ max: 9 }), checked: fc.boolean() })
  fc.assert(
    fc.property(fc.array(message, { maxLength: 80 }), (messages) => {
      const received = new ReceivedMessages(size)
      let known: { readonly id: bigint; readonly seqNo: number }[] = []
      let floor = 0n
      const expected = (id: bigint, seqNo: number, checked: boolean): Arrival => {
        if (id <= floor) return 'forgotten'
        if (known.some((one) => one.id === id)) return 'duplicate'
        const before = known.filter((one) => one.id < id).at(-1)
        const after = known.find((one) => one.id > id)
        const clashes = (one: number): boolean => one === seqNo && seqNo % 2 === 1
        if (checked && before && (before.seqNo > seqNo || clashes(before.seqNo))) return 'seq_no_too_low'
        if (checked && after && (after.seqNo < seqNo || clashes(after.seqNo))) return 'seq_no_too_high'
        return 'new'
      }
      for (const { id, seqNo, checked } of messages) {
        const arrival = expected(id, seqNo, checked)
        expect(received.check(id, seqNo, checked)).toBe(arrival)
        expect(received.add(id, seqNo, checked)).toBe(arrival)
        if (arrival === 'new') known = [...known, { id, seqNo }].sort((a, b) => Number(a.id - b.id))
        if (known.length === 2 * size) {
          floor = known[size - 1]?.id ?? 0n
          known = known.slice(size)
        }
        expect(received.length).toBe(known.length)
        expect(received.highest).toBe(known.at(-1)?.id)
        for (let one = 0n; one <= 60n; one++) {
          expect(received.has(one)).toBe(known.some((other) => other.id === one))
          expect(received.isForgotten(one)).toBe(one <= floor)
        }
      }
    }),
  )
})

it('takes every identifier that there is', () => {
  const received = new ReceivedMessages(size)
  const highest = 2n ** 63n - 1n
  expect(received.highest).toBeUndefined()
  expect(received.has(0n)).toBe(false)
  expect(received.add(highest, 1, true)).toBe('new')
  expect(received.add(highest, 1, true)).toBe('duplicate')
  expect(received.highest).toBe(highest)
})
