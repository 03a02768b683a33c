import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FairQueue, type Share } from './fair-queue.ts'

interface Thing {
  readonly share: Share
  readonly cost: number
  readonly number: number
}

const thing = fc.record({
  group: fc.constantFrom('a', 'b', 'c'),
  member: fc.bigInt({ min: 1n, max: 3n }),
  cost: fc.constantFrom(0.05, 0.5, 3, 8),
})

describe('a fair queue', () => {
  it('gives everything once, and what belongs to one member in order, whatever is charged', () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('push' as const), thing }),
      fc.record({ do: fc.constant('shift' as const), thing }),
      fc.record({ do: fc.constant('charge' as const), thing }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const queue = new FairQueue<Thing>(({ cost }) => cost)
        const waiting: Thing[] = []
        let number = 0
        const take = (): void => {
          const taken = queue.shift()
          if (taken === undefined) return expect(waiting).toEqual([])
          const isSame = ({ share: { group, member } }: Thing) =>
            group === taken.share.group && member === taken.share.member
          expect(waiting.find(isSame)).toBe(taken)
          waiting.splice(waiting.indexOf(taken), 1)
        }
        for (const { do: what, thing } of steps) {
          const { cost, ...share } = thing
          if (what === 'push') {
            const pushed = { share, cost, number: number++ }
            waiting.push(pushed)
            queue.push(share, pushed)
          } else if (what === 'charge') queue.charge(share, cost - 1)
          else take()
          expect(queue.size).toBe(waiting.length)
        }
        while (waiting.length > 0) take()
        expect(queue.shift()).toBeUndefined()
      }),
    )
  })

  it('lets groups have as much as each other, and so members of a group, whatever their things cost', () => {
    const costs = fc.constantFrom(0.05, 0.5, 2, 8)
    fc.assert(
      fc.property(costs, costs, costs, (first, second, third) => {
        const queue = new FairQueue<{ readonly who: string; readonly cost: number }>(({ cost }) => cost)
        const fill = (who: string, group: string, member: bigint, cost: number) => {
          for (let left = 1000; left > 0; left -= cost) queue.push({ group, member }, { who, cost })
        }
        fill('alone', 'a', 1n, first)
        fill('one of two', 'b', 2n, second)
        fill('other of two', 'b', 3n, third)
        const had = new Map([...['alone', 'one of two', 'other of two'].map((who): [string, number] => [who, 0])])
        for (let left = 400; left > 0; ) {
          const taken = queue.shift()
          if (taken === undefined) break
          left -= taken.cost
          had.set(taken.who, (had.get(taken.who) ?? 0) + taken.cost)
        }
        expect(Math.abs((had.get('alone') ?? 0) - 200)).toBeLessThan(16)
        expect(Math.abs((had.get('one of two') ?? 0) - 100)).toBeLessThan(16)
        expect(Math.abs((had.get('other of two') ?? 0) - 100)).toBeLessThan(16)
      }),
    )
  })

  it('lets whoever was alone for long share with others from then on', () => {
    const queue = new FairQueue<string>(() => 1)
    const push = (group: string, member: bigint) => queue.push({ group, member }, `${group}${member}`)
    for (let i = 0; i < 10_000; i++) push('a', 1n)
    for (let i = 0; i < 9000; i++) queue.shift()
    for (let i = 0; i < 100; i++) {
      push('a', 2n)
      push('b', 3n)
    }
    const taken = Array.from({ length: 40 }, () => queue.shift())
    const had = ['a1', 'a2', 'b3'].map((who) => taken.filter((one) => one === who).length)
    for (const [i, due] of [10, 10, 20].entries()) expect(Math.abs((had[i] ?? 0) - due)).toBeLessThanOrEqual(4)
  })

  it('has whoever began more than was thought make up for it', () => {
    const queue = new FairQueue<string>(() => 1)
    for (let i = 0; i < 200; i++) {
      queue.push({ group: 'a', member: 1n }, 'dear')
      queue.push({ group: 'b', member: 2n }, 'cheap')
    }
    const taken: string[] = []
    for (let i = 0; i < 100; i++) {
      const one = queue.shift()
      if (one === undefined) break
      taken.push(one)
      if (one === 'dear') queue.charge({ group: 'a', member: 1n }, 3)
    }
    const dear = taken.filter((one) => one === 'dear').length
    expect([dear >= 17, dear <= 23]).toEqual([true, true])
  })

  it('passes over what does not fit, in its own group and in others, and keeps its place for it', () => {
    const pushed = fc.array(fc.tuple(thing, fc.boolean()), { maxLength: 60 })
    fc.assert(
      fc.property(pushed, (all) => {
        const queue = new FairQueue<{
          readonly of: string
          readonly number: number
          readonly isLarge: boolean
          readonly cost: number
        }>(({ cost }) => cost)
        const waiting = new Map<string, { readonly number: number; readonly isLarge: boolean }[]>()
        for (const [number, [{ group, member, cost }, isLarge]] of all.entries()) {
          const of = `${group}${member}`
          const item = { of, number, isLarge, cost }
          waiting.set(of, [...(waiting.get(of) ?? []), item])
          queue.push({ group, member }, item)
        }
        const takeAll = (fits: (item: { readonly isLarge: boolean }) => boolean): void => {
          for (let taken = queue.shift(fits); taken !== undefined; taken = queue.shift(fits)) {
            expect(waiting.get(taken.of)?.shift()).toBe(taken)
          }
        }
        takeAll(({ isLarge }) => !isLarge)
        // What is left is large, or came after something large of the same member.
        for (const left of waiting.values()) expect(left[0]?.isLarge ?? true).toBe(true)
        takeAll(() => true)
        expect(queue.size).toBe(0)
      }),
    )
  })
})
