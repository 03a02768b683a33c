import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SequenceNumbers } from './sequence-numbers.ts'

const state = (of: Partial<{ out: number; in: number; peerIn: number }> = {}) => ({ out: 0, in: 0, peerIn: 0, ...of })
const reason = (value: string) => expect.objectContaining({ reason: value })

test('SC-4: the first numbers of either end are those of the documentation', () => {
  const creator = new SequenceNumbers('creator', state())
  const invited = new SequenceNumbers('invited', state())
  for (const [end, first, second] of [
    [creator, { inSeqNo: 0, outSeqNo: 1 }, { inSeqNo: 0, outSeqNo: 3 }],
    [invited, { inSeqNo: 1, outSeqNo: 0 }, { inSeqNo: 1, outSeqNo: 2 }],
  ] as const) {
    expect(end.wireOf(end.next)).toEqual(first)
    end.noteSent()
    expect(end.wireOf(end.next)).toEqual(second)
  }
  expect(creator.askFor(5, 7)).toEqual({ startSeqNo: 10, endSeqNo: 14 })
  expect(invited.askFor(5, 7)).toEqual({ startSeqNo: 11, endSeqNo: 15 })
  expect(invited.askedAgain(10, 14)).toEqual([5, 7])
})

test('SC-4: what one end numbers the other reads back, and its own it does not take', () => {
  fc.assert(
    fc.property(fc.constantFrom('creator', 'invited'), fc.nat(2 ** 29), fc.nat(2 ** 29), (role, mine, theirs) => {
      const [one, other] = role === 'creator' ? (['creator', 'invited'] as const) : (['invited', 'creator'] as const)
      const numbers = new SequenceNumbers(one, state({ out: mine, in: theirs }))
      const [raw, wire] = [numbers.next, numbers.wireOf(numbers.next)]
      expect(new SequenceNumbers(other, state({ out: theirs })).check(wire)).toEqual(raw)
      expect(() => new SequenceNumbers(one, state({ out: theirs })).check(wire)).toThrow(reason('SEQ_NO_PARITY'))
    }),
  )
})

test('SC-4: a number that no message can have ends the chat', () => {
  const creator = new SequenceNumbers('creator', state({ out: 5 }))
  for (const seqNo of [-1, -2, 1.5, Number.NaN, 2 ** 31])
    expect(() => creator.check({ inSeqNo: seqNo, outSeqNo: 0 })).toThrow(reason('SEQ_NO_RANGE'))
  expect(() => creator.check({ inSeqNo: 13, outSeqNo: 0 })).toThrow(reason('IN_SEQ_NO_AHEAD'))
  expect(creator.check({ inSeqNo: 11, outSeqNo: 0 })).toEqual({ in: 5, out: 0 })
  expect(() => new SequenceNumbers('creator', state({ out: 2 ** 30 })).next).toThrow(reason('SEQ_NO_RANGE'))
})

test('SC-4: acknowledgements never decrease', () => {
  const numbers = state({ out: 5, peerIn: 3 })
  const creator = new SequenceNumbers('creator', numbers)
  creator.accept({ in: 3, out: 0 })
  creator.accept({ in: 5, out: 1 })
  expect(() => creator.accept({ in: 4, out: 2 })).toThrow(reason('IN_SEQ_NO_DECREASED'))
  expect(numbers).toEqual({ out: 5, in: 2, peerIn: 5 })
})
