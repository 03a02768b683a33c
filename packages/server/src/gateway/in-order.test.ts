import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BoxAdvanced } from '../bus/bus.ts'
import type { BoxId } from '../ids.ts'
import { asUser } from '../testing/ids.ts'
import { createVirtualClock } from '../testing/virtual-clock.ts'
import { createInOrder, gapWaitMs } from './in-order.ts'

const box = asUser(5)
const advanced = (from: number, to: number, more: Partial<BoxAdvanced> = {}): BoxAdvanced => ({
  ...{ type: 'advanced', box, date: 1, from, to, except: { authKeyId: 1n, sessionId: 2n }, events: [] },
  ...more,
})

function setUp() {
  const clock = createVirtualClock(0)
  const delivered: BoxAdvanced[] = []
  let isHere = true
  const order = createInOrder<BoxAdvanced, BoxId>({
    ownerOf: (step) => step.box,
    isHere: () => isHere,
    deliver: (one) => delivered.push(one),
    missing: ({ type, box, date }, from, to) => ({ type, box, date, from, to, reactions: true }),
    clock,
  })
  return {
    order,
    delivered,
    ranges: () => delivered.map(({ from, to }) => [from, to]),
    pass: (ms: number) => clock.pass(ms, async () => {}),
    leave: () => {
      isHere = false
    },
    come: () => {
      isHere = true
    },
  }
}

describe('what several processes tell of a box', () => {
  it('is passed on at once, and as it is, while it comes in order', () => {
    const { order, delivered } = setUp()
    const all = [advanced(10, 11), advanced(11, 14), advanced(14, 15)]
    for (const one of all) order.take(one)
    expect(delivered).toEqual(all)
  })

  it('is passed on once, however often it comes', () => {
    const { order, ranges } = setUp()
    for (const one of [advanced(10, 11), advanced(10, 11), advanced(11, 12), advanced(10, 11), advanced(11, 12)]) {
      order.take(one)
    }
    expect(ranges()).toEqual([
      [10, 11],
      [11, 12],
    ])
  })

  it('waits for what comes late, and then goes on in order', async () => {
    const { order, ranges, pass, delivered } = setUp()
    order.take(advanced(10, 11))
    order.take(advanced(14, 15))
    order.take(advanced(12, 14))
    await pass(gapWaitMs - 1)
    expect(ranges()).toEqual([[10, 11]])
    order.take(advanced(11, 12))
    expect(ranges()).toEqual([
      [10, 11],
      [11, 12],
      [12, 14],
      [14, 15],
    ])
    expect(order.held).toBe(0)
    await pass(1000)
    expect(delivered).toHaveLength(4)
  })

  it('goes on with what the store has where something does not come, and leaves it out when it comes after all', async () => {
    const { order, delivered, pass } = setUp()
    order.take(advanced(10, 11))
    order.take(advanced(13, 14))
    await pass(gapWaitMs)
    expect(delivered).toEqual([
      advanced(10, 11),
      // Nobody knows whose it was, so nobody is left out; and all of it is read.
      { type: 'advanced', box, date: 1, from: 11, to: 13, reactions: true },
      advanced(13, 14),
    ])
    order.take(advanced(11, 12))
    order.take(advanced(12, 13))
    expect(delivered).toHaveLength(3)
  })

  it('reads the rest of what is partly known', () => {
    const { order, delivered } = setUp()
    order.take(advanced(10, 12))
    order.take(advanced(11, 13))
    expect(delivered[1]).toEqual({ type: 'advanced', box, date: 1, from: 12, to: 13, reactions: true })
  })

  it('holds no more than so much, whatever is missing', () => {
    const { order, ranges } = setUp()
    order.take(advanced(0, 1))
    for (let pts = 2; pts < 100; pts++) order.take(advanced(pts, pts + 1))
    expect(order.held).toBe(0)
    expect(ranges().slice(0, 3)).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ])
    expect(ranges()).toHaveLength(100)
  })

  it('is noticed to be missing from the first on by whoever was there before', async () => {
    const { order, ranges, pass } = setUp()
    order.enter(box, 10)
    order.take(advanced(11, 12))
    expect(ranges()).toEqual([])
    await pass(gapWaitMs)
    order.enter(box, 20)
    order.take(advanced(9, 10))
    order.take(advanced(12, 13))
    expect(ranges()).toEqual([
      [10, 11],
      [11, 12],
      [12, 13],
    ])
  })

  it('is passed on as it comes for who is away, and begins anew with who comes back', () => {
    const { order, ranges, leave, come } = setUp()
    order.take(advanced(10, 11))
    order.take(advanced(12, 13))
    leave()
    order.take(advanced(20, 21))
    come()
    order.take(advanced(30, 31))
    expect(order.held).toBe(0)
    expect(ranges()).toEqual([
      [10, 11],
      [20, 21],
      [30, 31],
    ])
  })

  it('covers each pts once and in order, whatever is late, lost or doubled', async () => {
    const steps = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(
        steps,
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        async (lengths, chances) => {
          const chance = (): number => chances.next().value
          const { order, ranges, pass } = setUp()
          let pts = 10
          const all = lengths.map((length) => {
            pts += length
            return advanced(pts - length, pts)
          })
          // The first comes, so that there is something to go on from, and so does the last.
          order.take(advanced(9, 10))
          const underWay = all.slice(0, -1).flatMap((one) => {
            const fate = chance()
            if (fate < 0.2) return []
            return fate < 0.4 ? [one, one] : [one]
          })
          while (underWay.length > 0) {
            const [next] = underWay.splice(Math.floor(chance() * Math.min(underWay.length, 5)), 1)
            if (next !== undefined) order.take(next)
            if (chance() < 0.3) await pass(chance() * 2 * gapWaitMs)
          }
          const last = all.at(-1)
          if (last !== undefined) order.take(last)
          await pass(gapWaitMs)
          expect(order.held).toBe(0)
          let reached = 9
          for (const [from, to] of ranges()) {
            expect(from).toBe(reached)
            reached = to ?? 0
          }
          expect(reached).toBe(pts)
        },
      ),
      { numRuns: 300 },
    )
  })
})
