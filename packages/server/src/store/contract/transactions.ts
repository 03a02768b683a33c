import { describe, expect, it } from 'vitest'
import { asUser } from '../../testing/ids.ts'
import { firstPts } from '../domain/chats/boxes.ts'
import type { Reads, Store } from '../store.ts'
import { addUser, append } from './fixtures.ts'

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

    it('fails a unit that throws before it gives a promise with what it threw, also when it is run again', async () => {
      const mistake = new RangeError('at once')
      const thrown = (): Promise<void> => {
        throw mistake
      }
      await expect(store().transaction(thrown)).rejects.toBe(mistake)
      let runs = 0
      const secondTime = (): Promise<string> => {
        if (++runs > 1) throw mistake
        return Promise.resolve('the first time')
      }
      const [again, undone] = await Promise.allSettled([
        store().transaction(secondTime),
        store().transaction(async (tx) => {
          await tx.settings.put('undone', one)
          throw new TypeError('after a write')
        }),
      ])
      expect(undone).toMatchObject({ status: 'rejected', reason: expect.any(TypeError) })
      const first = { status: 'fulfilled', value: 'the first time' }
      expect(again).toEqual(runs > 1 ? { status: 'rejected', reason: mistake } : first)
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

    it('lets no two units decide from what the other one is about to change', async () => {
      // Each looks at all and writes one: under snapshots alone nobody would overwrite anybody, and none would stay.
      const names = Array.from({ length: 20 }, (_, i) => `on call ${i}`)
      await store().transaction(async (tx) => {
        for (const name of names) await tx.settings.put(name, one)
      })
      const onCall = async (read: Pick<Reads, 'settings'>): Promise<string[]> => {
        const values = await Promise.all(names.map((name) => read.settings.get(name)))
        return names.filter((_, i) => values[i]?.[0] === 1)
      }
      const leave = (name: string): Promise<void> =>
        store().transaction(async (tx) => {
          if ((await onCall(tx)).length > 1) await tx.settings.put(name, Uint8Array.of(0))
        })
      await Promise.all(names.map(leave))
      expect(await onCall(store().read)).toHaveLength(1)
    })

    it('lets no two units find that something is missing and both add it', async () => {
      const [box, peer] = [await addUser(store(), '1'), await addUser(store(), '2')]
      const randomId = -7n
      const send = (): Promise<number> =>
        store().transaction(async (tx) => {
          const earlier = await tx.messages.sent(box, randomId)
          if (earlier !== undefined) return earlier
          const { id, date } = await append(tx, { box, peer })
          await tx.messages.addSent(box, randomId, id, date)
          return id
        })
      const ids = await Promise.all(Array.from({ length: 20 }, send))
      expect(new Set(ids)).toEqual(new Set([1]))
      expect(await store().read.boxes.state(box)).toMatchObject({ pts: firstPts + 1, lastMessageId: 1 })
    })

    it('lets no two units schedule a message under one random id', async () => {
      const [box, peer] = [await addUser(store(), '1'), await addUser(store(), '2')]
      const randomId = 2n ** 63n - 1n
      const schedule = (): Promise<number> =>
        store().transaction(async (tx) => {
          const earlier = await tx.scheduledMessages.byRandomId(box, randomId)
          if (earlier !== undefined) return earlier.id
          const id = await tx.scheduledMessages.nextId()
          await tx.scheduledMessages.put({ box, id, peer, date: 5_000, randomId, data: one })
          return id
        })
      const ids = await Promise.all(Array.from({ length: 20 }, schedule))
      expect(new Set(ids).size).toBe(1)
      expect(await store().read.scheduledMessages.ofChat(box, peer)).toHaveLength(1)
    })

    it('lets no two units give one phone number to two accounts', async () => {
      const signUp = (): Promise<number> =>
        store().transaction(async (tx) => {
          const earlier = await tx.users.byPhone('1')
          return earlier?.id ?? (await tx.users.create({ phone: '1', firstName: '', lastName: '', createdAt: 1 })).id
        })
      const ids = await Promise.all(Array.from({ length: 20 }, signUp))
      expect(new Set(ids).size).toBe(1)
    })

    it('has units that take the same boxes wait for each other, in whatever order one call names them', async () => {
      const boxes = [await addUser(store(), '1'), await addUser(store(), '2'), await addUser(store(), '3')]
      const takeAll = (round: number): Promise<void> =>
        store().transaction(async (tx) => {
          const named = round % 2 === 0 ? boxes : boxes.toReversed()
          const before = await Promise.all(named.map((box) => tx.boxes.state(box)))
          const states = await tx.boxes.advance(named.map((box) => ({ box, pts: 1, messages: 0 })))
          // What was read before is still so: nobody else had a turn in between.
          expect(states.map(({ pts }) => pts - 1)).toEqual(before.map((state) => state?.pts))
        })
      await Promise.all(Array.from({ length: 30 }, (_, round) => takeAll(round)))
      for (const box of boxes) expect(await store().read.boxes.state(box)).toMatchObject({ pts: firstPts + 30 })
    })

    it('lets units finish that take their boxes one after the other in rising order, however they meet', async () => {
      const boxes = [await addUser(store(), '1'), await addUser(store(), '2'), await addUser(store(), '3')]
      const takeSome = (round: number): Promise<void> =>
        store().transaction(async (tx) => {
          // Each leaves out another one, or none.
          for (const [at, box] of boxes.entries()) {
            if (at === round % 4) continue
            const before = await tx.boxes.state(box)
            const [state] = await tx.boxes.advance([{ box, pts: 1, messages: 1 }])
            expect(state?.lastMessageId).toBe((before?.lastMessageId ?? 0) + 1)
          }
        })
      await Promise.all(Array.from({ length: 40 }, (_, round) => takeSome(round)))
      for (const box of boxes) expect(await store().read.boxes.state(box)).toMatchObject({ lastMessageId: 30 })
    })

    it('takes nothing of any box where one of them does not exist', async () => {
      const box = await addUser(store(), '1')
      const steps = [box, asUser(box + 1_000_000)].map((one) => ({ box: one, pts: 1, messages: 1 }))
      await expect(store().transaction((tx) => tx.boxes.advance(steps))).rejects.toMatchObject({ code: 'CORRUPT' })
      expect(await store().read.boxes.state(box)).toMatchObject({ pts: firstPts, lastMessageId: 0 })
    })

    it('gives no two units one number for what they write down of a box', async () => {
      const box = await addUser(store(), '1')
      const change = (at: number): Promise<void> =>
        store().transaction(async (tx) => {
          const [state] = await tx.boxes.advance([{ box, pts: 0, messages: 0, unnumbered: 1 }])
          const number = state?.unnumbered ?? 0
          await tx.unnumberedChanges.put(box, { number, key: `${at}`, date: 5, update: one })
        })
      await Promise.all(Array.from({ length: 30 }, (_, at) => change(at)))
      const changes = await store().read.unnumberedChanges.after(box, 0, 100)
      expect(changes.map(({ number }) => number)).toEqual(Array.from({ length: 30 }, (_, at) => at + 1))
      expect(new Set(changes.map(({ key }) => key)).size).toBe(30)
    })

    it('has a unit hold boxes without a change of their counters', async () => {
      const box = await addUser(store(), '1')
      const hold = { box, pts: 0, messages: 0 }
      const [held] = await store().transaction((tx) => tx.boxes.advance([hold]))
      const unchanged = { pts: firstPts, lastMessageId: 0, unnumbered: 0 }
      expect(held).toMatchObject(unchanged)
      expect(await store().read.boxes.state(box)).toMatchObject(unchanged)
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
