import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../store.ts'
import { openSqliteStore } from '../sqlite-store.ts'

describe('commits', () => {
  /** Time in ms, which goes on only where a test says so. */
  let now: number
  /** How much of that there was nothing to do. */
  let idle: number
  let timers: { readonly at: number; readonly callback: () => void }[]
  /** How many units each commit had. */
  let groups: number[]
  let store: Store

  beforeEach(() => {
    now = 1000
    idle = 0
    timers = []
    groups = []
    store = openSqliteStore({
      path: ':memory:',
      pacing: {
        now: () => now,
        idle: () => idle,
        after(delayMs, callback) {
          const timer = { at: now + delayMs, callback }
          timers.push(timer)
          return () => {
            timers = timers.filter((one) => one !== timer)
          }
        },
      },
      onCommitted: (units) => groups.push(units),
    })
  })
  afterEach(() => store.close())

  const write = (count: number): Promise<unknown> =>
    Promise.all(
      Array.from({ length: count }, (_, i) =>
        store.transaction((tx) => tx.settings.put(`setting ${i}`, Uint8Array.of(i))),
      ),
    )
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  const goOn = (ms: number): void => {
    now += ms
    const due = timers.filter(({ at }) => at <= now)
    timers = timers.filter((one) => !due.includes(one))
    for (const { callback } of due) callback()
  }

  it('do not wait for time while few ask', async () => {
    for (let i = 0; i < 3; i++) await write(7)
    expect(groups).toEqual([7, 7, 7])
  })

  it('keep a distance while many ask at once', async () => {
    await write(8)
    const next = write(9)
    for (let i = 0; i < 5; i++) await turn()
    goOn(11)
    for (let i = 0; i < 5; i++) await turn()
    expect(groups).toEqual([8])
    const late = write(3)
    goOn(1)
    await Promise.all([next, late])
    expect(groups).toEqual([8, 12])
  })

  it('do not wait for others where all that ask wait already', async () => {
    await write(8)
    const next = write(8)
    for (let i = 0; i < 5; i++) await turn()
    idle += 0.8
    goOn(1)
    for (let i = 0; i < 5; i++) await turn()
    expect(groups).toEqual([8])
    idle += 0.9
    goOn(1)
    await next
    expect(groups).toEqual([8, 8])
    expect(timers).toEqual([])
    // Then as many as these are all.
    const some = write(5)
    for (let i = 0; i < 5; i++) await turn()
    expect(groups).toEqual([8, 8])
    await Promise.all([some, write(4)])
    expect(groups).toEqual([8, 8, 9])
    // Until there is work beside them: others may come.
    const few = write(8)
    for (let i = 0; i < 5; i++) await turn()
    goOn(12)
    await few
    const many = write(8)
    for (let i = 0; i < 5; i++) await turn()
    expect(groups).toEqual([8, 8, 9, 8])
    goOn(12)
    await many
    expect(groups).toEqual([8, 8, 9, 8, 8])
  })

  it('wait for no more than one commit takes', async () => {
    await write(8)
    const first = write(100)
    for (let i = 0; i < 5; i++) await turn()
    expect(groups).toEqual([8])
    const second = write(100)
    await first
    for (let i = 0; i < 5; i++) await turn()
    expect(groups).toEqual([8, 128])
    goOn(12)
    await second
    expect(groups).toEqual([8, 128, 72])
    expect(timers).toEqual([])
  })

  it('do not wait for a clock that was put back', async () => {
    await write(8)
    now -= 3_600_000
    await write(8)
    expect(groups).toEqual([8, 8])
  })

  it('are not held up when the store is closed', async () => {
    await write(8)
    const last = write(5)
    await turn()
    await store.close()
    await last
    expect(groups).toEqual([8, 5])
  })
})
