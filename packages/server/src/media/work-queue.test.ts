import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asUser } from '../testing/ids.ts'
import { createWorkQueue } from './work-queue.ts'

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('work on files', () => {
  it('is done once each, no more at once than are allowed, and beyond what may wait it is refused', async () => {
    const limits = fc.record({
      atOnce: fc.integer({ min: 1, max: 3 }),
      waiting: fc.integer({ min: 0, max: 12 }),
      waitingOfAccount: fc.integer({ min: 0, max: 6 }),
    })
    const works = fc.array(fc.record({ account: fc.integer({ min: 1, max: 4 }), fails: fc.boolean() }), {
      maxLength: 30,
    })
    await fc.assert(
      fc.asyncProperty(limits, works, async (limits, works) => {
        const queue = createWorkQueue(limits)
        const done: number[] = []
        let running = 0
        let most = 0
        const outcomes = await Promise.allSettled(
          works.map(({ account, fails }, number) =>
            queue.takeTurn(asUser(account), async () => {
              most = Math.max(most, ++running)
              await turn()
              running--
              done.push(number)
              if (fails) throw new Error('it failed')
              return number
            }),
          ),
        )
        expect(most).toBeLessThanOrEqual(limits.atOnce)
        expect([running, queue.size]).toEqual([0, 0])
        const isRefused = outcomes.map((one) => one.status === 'rejected' && one.reason.message !== 'it failed')
        expect(done.toSorted((a, b) => a - b)).toEqual(
          [...works.keys()].filter((number) => isRefused[number] === false),
        )
        for (const [at, one] of outcomes.entries()) {
          if (isRefused[at]) expect(one).toMatchObject({ reason: { code: 420, message: 'FLOOD_WAIT_5' } })
          else expect(one.status).toBe(works[at]?.fails ? 'rejected' : 'fulfilled')
        }
        const free = limits.atOnce + Math.min(limits.waiting, limits.waitingOfAccount)
        if (works.length <= free) expect(isRefused).not.toContain(true)
      }),
    )
  })

  it('of one account waits for no more than one of each other, however much they have waiting', async () => {
    const queue = createWorkQueue({ atOnce: 1, waiting: 100, waitingOfAccount: 50 })
    const order: string[] = []
    const work = (account: number, name: string): Promise<void> =>
      queue.takeTurn(asUser(account), async () => {
        await turn()
        order.push(name)
      })
    const many = Array.from({ length: 40 }, (_, at) => work(1, `album ${at}`))
    await turn()
    const one = work(2, 'one photo')
    await one
    expect(order.indexOf('one photo')).toBeLessThanOrEqual(4)
    await Promise.all(many)
  })
})
