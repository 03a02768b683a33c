import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DeliveryOrder } from './delivery-order.ts'

const START = 1000

/** Messages come when they come; gives them as they were delivered. */
function deliver(arrivals: readonly { readonly index: number; readonly at: number }[], until: number): number[] {
  const order = new DeliveryOrder<number>(1000, 256, 250)
  const delivered: number[] = []
  const coming = [...arrivals].sort((a, b) => a.at - b.at)
  for (let now = START; now <= START + until; now++) {
    for (; coming[0] !== undefined && START + coming[0].at <= now; coming.shift()) {
      delivered.push(...order.add(coming[0].index, BigInt(coming[0].index), coming[0].index, now))
    }
    if (order.deadline !== undefined && now >= order.deadline) delivered.push(...order.poll(now))
  }
  return delivered
}

describe('MS-12: the order of messages at a server', () => {
  test('is the one in which they were sent, from the first on, if none is held back for a quarter of a second', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 249 }), { minLength: 1, maxLength: 9 }), (delays) => {
        const arrivals = delays.map((at, index) => ({ index, at }))
        expect(deliver(arrivals, 300)).toEqual(delays.map((_, index) => index))
      }),
    )
  })

  test('is kept after the first if none is held back for a second, and every message is delivered once all the same', () => {
    const delays = fc.array(fc.nat({ max: 2000 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(delays, (delays) => {
        const arrivals = [{ index: 0, at: 0 }, ...delays.map((at, i) => ({ index: i + 1, at }))]
        const delivered = deliver(arrivals, 4000)
        expect([...delivered].sort((a, b) => a - b)).toEqual(arrivals.map(({ index }) => index))
        if (delays.every((at) => at < 1000)) expect(delivered).toEqual(arrivals.map(({ index }) => index))
      }),
      { numRuns: 30 },
    )
  })

  test('does not hold up a client whose session was forgotten, nor for long one that begins with a gap', () => {
    expect(deliver([{ index: 40, at: 0 }], 0)).toEqual([40])
    expect(deliver([{ index: 2, at: 0 }], 249)).toEqual([])
    expect(deliver([{ index: 2, at: 0 }], 250)).toEqual([2])
  })

  test('gives way to whoever holds a message back for longer than a second', () => {
    const [first, last] = [
      { index: 0, at: 0 },
      { index: 2, at: 10 },
    ]
    expect(deliver([first, last, { index: 1, at: 1300 }], 2000)).toEqual([0, 2, 1])
    expect(deliver([first, last, { index: 1, at: 1000 }], 2000)).toEqual([0, 1, 2])
  })
})
