import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Clock } from '../ports/clock.ts'
import { silentLog } from '../ports/log.ts'
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts'
import type { Store } from '../store/store.ts'
import { createVirtualClock, type VirtualClock } from '../testing/virtual-clock.ts'
import { type HeldLease, holdLease } from './lease.ts'
import { leaseSeconds } from './leases.ts'

const second = 1000
const begin = 1_900_000_000_000

let store: Store
let clock: VirtualClock
beforeEach(() => {
  store = openSqliteStore({ path: ':memory:' })
  clock = createVirtualClock(begin)
})
afterEach(() => store.close())

const rest = async (): Promise<void> => {
  await store.transaction(async () => {})
  await store.transaction(async () => {})
}
const pass = (ms: number): Promise<void> => clock.pass(ms, rest)

interface Contender {
  readonly lease: HeldLease
  /** As a kill does. */
  stop(): void
  /** Whether its units fail. */
  cutOff: boolean
}

async function contend(holder: string, own: Clock = clock): Promise<Contender> {
  let isStopped = false
  const contender = { cutOff: false }
  const lease = await holdLease({
    ...{ name: 'upkeep', holder, log: silentLog },
    store: {
      transaction: async (unit) => {
        if (contender.cutOff) throw new RangeError('the store is out of reach')
        return store.transaction(unit)
      },
    },
    clock: { ...own, after: (ms, ring) => own.after(ms, () => (isStopped ? undefined : ring())) },
  })
  const stop = (): void => {
    isStopped = true
  }
  return Object.assign(contender, { lease, stop })
}

describe('a lease', () => {
  it('is one process as long as that runs, and is handed over at its end', async () => {
    const [first, other] = [await contend('p'), await contend('q')]
    for (let i = 0; i < 100; i++) {
      await pass(7 * second)
      expect([first.lease.isHeld, other.lease.isHeld]).toEqual([true, false])
    }
    await first.lease.close(true)
    expect(first.lease.isHeld).toBe(false)
    await pass(10 * second)
    expect([first.lease.isHeld, other.lease.isHeld]).toEqual([false, true])
  })

  it('goes to another process once it is over when its holder was killed, and not before', async () => {
    const [first, other] = [await contend('p'), await contend('q')]
    await pass(12 * second)
    first.stop()
    const killedAt = clock.now()
    while (!other.lease.isHeld) {
      await pass(second)
      expect(first.lease.isHeld && other.lease.isHeld).toBe(false)
    }
    // It was prolonged two seconds before.
    expect(clock.now() - killedAt).toBeGreaterThanOrEqual((leaseSeconds - 2) * second)
    expect(clock.now() - killedAt).toBeLessThanOrEqual((leaseSeconds + 10) * second)
  })

  it('is given up in time by a process that cannot reach the store any more', async () => {
    const [first, other] = [await contend('p'), await contend('q')]
    first.cutOff = true
    for (let i = 0; i < 60; i++) {
      await pass(second)
      expect(first.lease.isHeld && other.lease.isHeld).toBe(false)
    }
    expect(other.lease.isHeld).toBe(true)
    first.cutOff = false
    await pass(20 * second)
    expect([first.lease.isHeld, other.lease.isHeld]).toEqual([false, true])
  })

  it('bars nobody for longer when its holder was killed while the clock was far ahead', async () => {
    const ahead = { ...clock, now: () => clock.now() + 86_400_000 }
    const killed = await contend('p', ahead)
    expect(killed.lease.isHeld).toBe(true)
    killed.stop()
    const other = await contend('q')
    expect(other.lease.isHeld).toBe(true)
  })

  it('is no two processes at once, whatever is killed, cut off, closed or begun, and soon one of those that can', {
    timeout: 60_000,
  }, async () => {
    const step = fc.record({
      kind: fc.constantFrom('begin', 'kill', 'cut', 'mend', 'close', 'pass', 'pass', 'pass'),
      which: fc.nat(3),
      ms: fc.nat(25_000),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        await store.transaction((tx) => tx.leases.endAll(Math.floor(clock.now() / second)))
        let number = 0
        const all: Contender[] = []
        const live: Contender[] = []
        const start = async (): Promise<void> => {
          const contender = await contend(`p${clock.now()} ${number++}`)
          all.push(contender)
          live.push(contender)
        }
        const check = (): void => expect(all.filter(({ lease }) => lease.isHeld).length).toBeLessThanOrEqual(1)
        await start()
        for (const { kind, which, ms } of steps) {
          const place = which % (live.length || 1)
          const contender = live[place]
          if (kind === 'begin') await start()
          else if (kind === 'pass') {
            for (let left = ms; left > 0; left -= 900) {
              await pass(Math.min(left, 900))
              check()
            }
          } else if (contender !== undefined) {
            if (kind === 'cut') contender.cutOff = true
            if (kind === 'mend') contender.cutOff = false
            if (kind === 'kill') contender.stop()
            if (kind === 'close') await contender.lease.close(true)
            if (kind === 'kill' || kind === 'close') live.splice(place, 1)
          }
          check()
        }
        for (const contender of live) contender.cutOff = false
        await pass((leaseSeconds + 11) * second)
        expect(live.filter(({ lease }) => lease.isHeld)).toHaveLength(live.length === 0 ? 0 : 1)
        for (const contender of all) contender.stop()
      }),
      { numRuns: 60 },
    )
  })
})
