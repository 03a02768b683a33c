import { describe, expect, it } from 'vitest'
import { asUser } from '../../testing/ids.ts'
import type { Lease } from '../domain/system/leases.ts'
import type { Store } from '../store.ts'
import { addUser } from './fixtures.ts'

/** What several processes on one store need of it, beside that units seem to run one after the other. */
export function processesContract(store: () => Store): void {
  describe('presence', () => {
    const at = (authKeyId: bigint, process: string, until: number) => ({
      ...{ authKeyId, process, until, sessionId: authKeyId - 1n, userId: asUser(5) },
    })

    it('keeps the devices in use, and when someone was last seen', async () => {
      const id = await addUser(store(), '1')
      const device = (authKeyId: bigint, until: number) => ({ ...at(authKeyId, 'p', until), userId: id })
      await store().transaction(async (tx) => {
        await tx.presence.put(device(-1n, 10))
        await tx.presence.put(device(2n, 20))
        await tx.presence.setLastSeen(id, 9, 9)
        await tx.presence.setLastSeen(id, 4, 9)
      })
      expect(await store().read.presence.online([id, asUser(5)])).toEqual(new Map([[id, 20]]))
      expect((await store().read.users.get(id))?.lastSeen).toBe(9)
      expect(await store().transaction((tx) => tx.presence.takeExpired(15, 100, 10))).toEqual([device(-1n, 10)])
      await store().transaction(async (tx) => {
        await tx.presence.put(device(3n, 5000))
        await tx.presence.setLastSeen(id, 8, 8)
      })
      expect((await store().read.users.get(id))?.lastSeen).toBe(8)
      expect(await store().transaction((tx) => tx.presence.takeExpired(15, 100, 10))).toEqual([device(3n, 5000)])
      expect(await store().transaction((tx) => tx.presence.remove(2n))).toEqual([device(2n, 20)])
      expect(await store().transaction((tx) => tx.presence.remove(2n))).toEqual([])
    })

    it('keeps a device apart by the processes that it is connected to', async () => {
      await store().transaction(async (tx) => {
        for (const [process, until] of [
          ['p', 10],
          ['q', 30],
          ['q', 20],
        ] as const) {
          await tx.presence.put(at(7n, process, until))
        }
        await tx.presence.put(at(8n, 'p', 40))
      })
      expect(await store().read.presence.ofDevice(7n)).toEqual([at(7n, 'p', 10), at(7n, 'q', 20)])
      expect(await store().transaction((tx) => tx.presence.remove(7n, 'p'))).toEqual([at(7n, 'p', 10)])
      expect(await store().transaction((tx) => tx.presence.remove(7n, 'p'))).toEqual([])
      expect(await store().read.presence.online([asUser(5)])).toEqual(new Map([[5, 40]]))
      await store().transaction((tx) => tx.presence.put(at(9n, 'p', 50)))
      const taken = await store().transaction((tx) => tx.presence.takeOf('p', 1))
      expect([...taken, ...(await store().transaction((tx) => tx.presence.takeOf('p', 9)))]).toHaveLength(2)
      expect(await store().transaction((tx) => tx.presence.takeOf('p', 9))).toEqual([])
      expect(await store().transaction((tx) => tx.presence.remove(7n))).toEqual([at(7n, 'q', 20)])
    })
  })

  describe('leases', () => {
    const take = (lease: Lease, now: number): Promise<boolean> =>
      store().transaction((tx) => tx.leases.take(lease, now, now + 1000))

    it('are with one holder until they are over or handed over', async () => {
      const lease = { name: 'upkeep', holder: 'p', until: 130 }
      expect(await take(lease, 100)).toBe(true)
      expect(await take({ ...lease, holder: 'q', until: 159 }, 129)).toBe(false)
      expect(await store().read.leases.get('upkeep')).toEqual(lease)
      expect(await take({ ...lease, until: 140 }, 110)).toBe(true)
      expect(await take({ ...lease, holder: 'q', until: 160 }, 130)).toBe(false)
      expect(await take({ ...lease, holder: 'q', until: 170 }, 140)).toBe(true)
      await store().transaction((tx) => tx.leases.release('upkeep', 'p'))
      expect(await store().read.leases.get('upkeep')).toMatchObject({ holder: 'q', until: 170 })
      await store().transaction((tx) => tx.leases.release('upkeep', 'q'))
      expect(await store().read.leases.get('upkeep')).toBeUndefined()
      expect(await take(lease, 100)).toBe(true)
    })

    it('are given to one of many who ask at once', async () => {
      const asking = Array.from({ length: 20 }, (_, i) => take({ name: 'upkeep', holder: `p${i}`, until: 130 }, 100))
      expect((await Promise.all(asking)).filter((given) => given)).toHaveLength(1)
    })

    it('that were taken by a clock that was far ahead bar nobody', async () => {
      expect(await take({ name: 'upkeep', holder: 'p', until: 9030 }, 9000)).toBe(true)
      expect(await take({ name: 'upkeep', holder: 'q', until: 130 }, 100)).toBe(true)
    })

    it('end all at once for whoever is alone', async () => {
      await take({ name: 'upkeep', holder: 'p', until: 130 }, 100)
      await take({ name: 'process p', holder: 'p', until: 90 }, 60)
      await store().transaction((tx) => tx.leases.endAll(110))
      expect(await store().read.leases.startingWith('', 9)).toEqual([
        { name: 'process p', holder: 'p', until: 90 },
        { name: 'upkeep', holder: 'p', until: 110 },
      ])
      expect(await take({ name: 'upkeep', holder: 'q', until: 140 }, 110)).toBe(true)
    })

    it('are listed by how their names begin', async () => {
      for (const name of ['process b', 'process a', 'processes', 'upkeep', 'process c']) {
        await take({ name, holder: 'p', until: 130 }, 100)
      }
      const names = (await store().read.leases.startingWith('process ', 2)).map(({ name }) => name)
      expect(names).toEqual(['process a', 'process b'])
    })
  })

  describe('changes of keys', () => {
    const add = (authKeyId: bigint, date: number): Promise<number> =>
      store().transaction((tx) => tx.keyChanges.add(authKeyId, date))
    const forget = (time: number, limit = 9): Promise<number> =>
      store().transaction((tx) => tx.keyChanges.forget(time, time + 100, limit))

    it('are counted, and listed after any version', async () => {
      expect(await store().read.keyChanges.version()).toBe(0)
      const first = await add(-(2n ** 63n), 10)
      const second = await add(7n, 11)
      expect(second).toBeGreaterThan(first)
      expect(await store().read.keyChanges.version()).toBe(second)
      expect(await store().read.keyChanges.after(0, 9)).toEqual([
        { version: first, authKeyId: -(2n ** 63n), date: 10 },
        { version: second, authKeyId: 7n, date: 11 },
      ])
      expect(await store().read.keyChanges.after(0, 1)).toHaveLength(1)
      expect(await store().read.keyChanges.after(first, 9)).toMatchObject([{ authKeyId: 7n }])
      expect(await store().read.keyChanges.after(second, 9)).toEqual([])
    })

    it('are forgotten by age, and never give a version twice', async () => {
      const versions = [await add(1n, 10), await add(2n, 900), await add(3n, 20), await add(4n, 30)]
      expect(await store().read.keyChanges.forgottenUpTo()).toBeLessThan(versions[0] ?? 0)
      expect(await forget(25, 1)).toBe(1)
      expect(await store().read.keyChanges.forgottenUpTo()).toBe(versions[0])
      // The second was written while the clock was ahead.
      expect(await forget(25)).toBe(2)
      expect(await store().read.keyChanges.after(0, 9)).toMatchObject([{ authKeyId: 4n }])
      expect(await forget(99)).toBe(1)
      expect(await store().read.keyChanges.forgottenUpTo()).toBe(versions[3])
      expect(await store().read.keyChanges.version()).toBe(versions[3])
      expect(await add(5n, 40)).toBeGreaterThan(versions[3] ?? 0)
    })

    it('are not counted by a unit that fails', async () => {
      const failing = store().transaction(async (tx) => {
        await tx.keyChanges.add(1n, 10)
        throw new RangeError('no')
      })
      await expect(failing).rejects.toThrow('no')
      expect(await store().read.keyChanges.after(0, 9)).toEqual([])
    })
  })

  describe('buckets of calls', () => {
    const bucket = { name: 'auth.signIn 5', costMs: 1000, capacityMs: 3000 }
    const take = (nowMs: number): Promise<number> => store().transaction((tx) => tx.rateBuckets.take(bucket, nowMs))

    it('give a burst, and then one call after the other', async () => {
      const start = 1_900_000_000_000
      expect([await take(start), await take(start), await take(start)]).toEqual([0, 0, 0])
      expect(await take(start)).toBe(1000)
      expect(await take(start + 400)).toBe(600)
      expect(await take(start + 1000)).toBe(0)
      expect(await take(start + 1000)).toBe(1000)
      expect(await take(start + 9000)).toBe(0)
      expect(await store().read.rateBuckets.fullAt(bucket.name)).toBe(start + 10_000)
    })

    it('let no two callers at once have the last one', async () => {
      const waits = await Promise.all(Array.from({ length: 8 }, () => take(5000)))
      expect(waits.filter((wait) => wait === 0)).toHaveLength(3)
    })

    it('that were used while the clock was far ahead are full', async () => {
      await take(9_000_000)
      expect([await take(5000), await take(5000), await take(5000)]).toEqual([0, 0, 0])
      expect(await take(5000)).toBe(1000)
    })

    it('that were used while the clock was a little ahead are no fuller than they were', async () => {
      for (let i = 0; i < 3; i++) await take(65_000)
      expect(await take(5000)).toBe(61_000)
    })

    it('are forgotten when they are full', async () => {
      await take(5000)
      const remove = (time: number): Promise<number> =>
        store().transaction((tx) => tx.rateBuckets.removeExpired(time, 9))
      expect(await remove(6)).toBe(0)
      expect(await remove(7)).toBe(1)
    })
  })
}
