import { describe, expect, it } from 'vitest'
import type { Store } from '../store.ts'
import { addUser } from './fixtures.ts'

const one = Uint8Array.of(1)

export function transactionsContract(store: () => Store): void {
  describe('transactions', () => {
    it('makes what a unit wrote visible to reads once it has resolved', async () => {
      const result = await store().transaction(async (tx) => {
        await tx.settings.put('a', one)
        return 'done'
      })
      expect(result).toBe('done')
      expect(await store().read.settings.get('a')).toEqual(one)
    })

    it('shows nothing of a unit that has not committed to reads', async () => {
      let seen: Uint8Array | undefined = one
      await store().transaction(async (tx) => {
        await tx.settings.put('a', one)
        seen = await store().read.settings.get('a')
        expect(await tx.settings.get('a')).toEqual(one)
      })
      expect(seen).toBeUndefined()
    })

    it('undoes a unit that throws after a write, and no other one', async () => {
      const names = ['a', 'b', 'c', 'd', 'e']
      const results = await Promise.allSettled(
        names.map((name) =>
          store().transaction(async (tx) => {
            await tx.settings.put(name, one)
            if (name === 'b' || name === 'd') throw new RangeError(name)
            return name
          }),
        ),
      )
      expect(results.map((result) => result.status)).toEqual([
        'fulfilled',
        'rejected',
        'fulfilled',
        'rejected',
        'fulfilled',
      ])
      const stored = await Promise.all(names.map((name) => store().read.settings.get(name)))
      expect(stored.map((value) => value !== undefined)).toEqual([true, false, true, false, true])
    })

    it('rejects with what the unit threw', async () => {
      const error = new RangeError('no')
      await expect(store().transaction(() => Promise.reject(error))).rejects.toBe(error)
    })

    it('runs units one after the other in effect', async () => {
      const increment = (): Promise<void> =>
        store().transaction(async (tx) => {
          const count = (await tx.settings.get('count'))?.[0] ?? 0
          await tx.settings.put('count', Uint8Array.of(count + 1))
        })
      await Promise.all(Array.from({ length: 100 }, increment))
      expect(await store().read.settings.get('count')).toEqual(Uint8Array.of(100))
    })

    it('runs what waits for the commit in the order of the commits, before the promise resolves', async () => {
      const order: string[] = []
      const unit = async (name: string, fail: boolean): Promise<void> => {
        await store()
          .transaction(async (tx) => {
            tx.onCommit(() => order.push(`committed ${name}`))
            await tx.settings.put(name, one)
            if (fail) throw new RangeError(name)
          })
          .catch(() => {})
        order.push(`resolved ${name}`)
      }
      await Promise.all([unit('a', false), unit('b', true), unit('c', false)])
      expect(order.filter((entry) => entry.startsWith('committed'))).toEqual(['committed a', 'committed c'])
      expect(order.indexOf('committed a')).toBeLessThan(order.indexOf('resolved a'))
      expect(order.indexOf('committed c')).toBeLessThan(order.indexOf('resolved c'))
    })

    it('goes on when an action after the commit throws', async () => {
      await store().transaction(async (tx) => {
        await tx.settings.put('a', one)
        tx.onCommit(() => {
          throw new RangeError('not the store’s business')
        })
      })
      expect(await store().read.settings.get('a')).toEqual(one)
    })

    it('finishes accepted units on close and refuses later ones', async () => {
      const accepted = addUser(store(), '1')
      await store().close()
      expect(await accepted).toBeGreaterThan(0)
      await expect(store().transaction(async () => 1)).rejects.toMatchObject({ code: 'CLOSED' })
    })
  })
}
