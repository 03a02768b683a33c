import { afterEach, beforeEach, expect, it } from 'vitest'
import { silentLog } from '../ports/log.ts'
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts'
import type { Store } from '../store/store.ts'
import { createVirtualClock, type VirtualClock } from '../testing/virtual-clock.ts'
import { joinProcesses } from './membership.ts'
import { startUpkeep } from './upkeep.ts'

const second = 1000

let store: Store
let clock: VirtualClock
beforeEach(() => {
  store = openSqliteStore({ path: ':memory:' })
  clock = createVirtualClock(1_900_000_000_000)
})
afterEach(() => store.close())

const pass = (ms: number): Promise<void> =>
  clock.pass(ms, async () => {
    for (let i = 0; i < 3; i++) await store.transaction(async () => {})
  })

/** A process that writes down what it does. */
async function start(process: string, done: string[], work: () => Promise<void> = async () => {}) {
  const membership = await joinProcesses({ store, clock, log: silentLog, process, isAlone: false })
  const task = (name: string, everySeconds: number) => ({
    everySeconds,
    async run() {
      done.push(`${process} ${name}`)
      await work()
      done.push(`${process} ${name} done`)
    },
  })
  return startUpkeep({
    ...{ membership, clock, log: silentLog },
    shared: [task('shared', 2)],
    own: [task('own', 3)],
  })
}

it('is done by each process for itself, and for all by one of them', async () => {
  const done: string[] = []
  const stops = [await start('p', done), await start('q', done)]
  await pass(6 * second)
  const begun = done.filter((what) => !what.endsWith('done'))
  expect(begun.filter((what) => what === 'p shared')).toHaveLength(3)
  expect(begun.filter((what) => what === 'q shared')).toHaveLength(0)
  for (const own of ['p own', 'q own']) expect(begun.filter((what) => what === own)).toHaveLength(2)
  for (const stop of stops) await stop()
})

it('is handed over when what had begun is done, and not before', async () => {
  const done: string[] = []
  let finish = (): void => {}
  const stopFirst = await start(
    'p',
    done,
    () =>
      new Promise((resolve) => {
        finish = resolve
      }),
  )
  const stopSecond = await start('q', done)
  await pass(2 * second)
  expect(done).toEqual(['p shared'])
  const stopped = stopFirst()
  await pass(second)
  expect((await store.read.leases.get('upkeep'))?.holder).toBe('p')
  finish()
  await stopped
  expect(done.at(-1)).toBe('p shared done')
  expect(await store.read.leases.get('upkeep')).toBeUndefined()
  await pass(20 * second)
  expect(done.filter((what) => what === 'q shared done').length).toBeGreaterThan(3)
  await stopSecond()
})

it('is handed over after a while also when something does not end', async () => {
  const done: string[] = []
  const stop = await start('p', done, () => new Promise(() => {}))
  await pass(2 * second)
  const stopped = stop()
  await pass(6 * second)
  await stopped
  expect(await store.read.leases.get('upkeep')).toBeUndefined()
})

it('is not waited for by a server that is alone when an earlier run was killed', async () => {
  await joinProcesses({ store, clock, log: silentLog, process: 'killed', isAlone: true })
  const membership = await joinProcesses({ store, clock, log: silentLog, process: 'next', isAlone: true })
  expect(membership.doesUpkeep).toBe(true)
})
