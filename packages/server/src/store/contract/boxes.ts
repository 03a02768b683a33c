import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BoxId, UserId } from '../../ids.ts'
import { asUser } from '../../testing/ids.ts'
import { type ForgetEvents, firstPts } from '../domain/chats/boxes.ts'
import type { Store } from '../store.ts'
import { addEvent, addUser, append } from './fixtures.ts'

/** What may happen to a box: a message, or another change that counts for so much. */
const steps = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 3 })), { maxLength: 30 })

export function boxesContract(store: () => Store): void {
  describe('boxes', () => {
    it('advances several boxes at once and answers in the order asked', async () => {
      const [a, b] = [await addUser(store(), '1'), await addUser(store(), '2')]
      const states = await store().transaction((tx) =>
        tx.boxes.advance([
          { box: b, pts: 2, messages: 1 },
          { box: a, pts: 1, messages: 1 },
        ]),
      )
      expect(states.map(({ pts, lastMessageId }) => [pts, lastMessageId])).toEqual([
        [firstPts + 2, 1],
        [firstPts + 1, 1],
      ])
      expect(await store().read.boxes.state(b)).toMatchObject({ pts: firstPts + 2, lastMessageId: 1 })
      const several = await store().read.boxes.states([b, asUser(12345), a])
      expect([...several.keys()]).toEqual([b, a])
      expect(several.get(b)).toEqual(await store().read.boxes.state(b))
      expect(await store().transaction((tx) => tx.boxes.states([a]))).toEqual(new Map([[a, several.get(a)]]))
    })

    it('counts what a bot is told apart from all else, over commits', async () => {
      const box = await addUser(store(), '1')
      const [before] = await store().transaction((tx) => tx.boxes.advance([{ box, pts: 1, messages: 0, qts: 2 }]))
      const [after] = await store().transaction((tx) => tx.boxes.advance([{ box, pts: 0, messages: 0, qts: 1 }]))
      expect([before, after]).toMatchObject([{ qts: 2 }, { qts: 3 }])
      expect(await store().read.boxes.state(box)).toMatchObject({ pts: before?.pts, qts: 3, unnumbered: 0 })
    })

    it('has no state of a box that does not exist, and does not advance it', async () => {
      expect(await store().read.boxes.state(asUser(12345))).toBeUndefined()
      await expect(
        store().transaction((tx) => tx.boxes.advance([{ box: asUser(12345), pts: 1, messages: 0 }])),
      ).rejects.toThrow()
    })

    it('replays all that happened after any pts, in slices of any size, once each and in order', async () => {
      let phone = 0
      await fc.assert(
        fc.asyncProperty(steps, fc.integer({ min: 1, max: 7 }), fc.nat(60), async (happenings, limit, from) => {
          const box = await addUser(store(), String(++phone))
          const expected: number[] = []
          await store().transaction(async (tx) => {
            expected.length = 0
            for (const weight of happenings) {
              expected.push(
                weight === 0 ? (await append(tx, { box, peer: asUser(7) })).pts : await addEvent(tx, box, weight),
              )
            }
          })
          const replayed: number[] = []
          let pts = from
          for (let more = true; more; ) {
            const difference = await store().read.boxes.difference(box, pts, limit)
            if (difference === undefined) throw new TypeError('nothing was forgotten')
            const changes = [...difference.messages, ...difference.events].map((change) => change.pts)
            expect(changes.length).toBeLessThanOrEqual(limit)
            replayed.push(...changes.sort((x, y) => x - y))
            pts = difference.pts
            more = difference.more
          }
          expect(replayed).toEqual(expected.filter((change) => change > from))
          if (from <= (expected.at(-1) ?? firstPts)) expect(pts).toBe(expected.at(-1) ?? firstPts)
        }),
        { numRuns: 150 },
      )
    })

    it('forgets old changes bit by bit, and replays all or says that it cannot', { timeout: 20_000 }, async () => {
      let phone = 0
      const run = fc.record({
        earlier: steps,
        later: steps,
        /** Changes are one second apart. */
        beforeTheEnd: fc.integer({ min: -1, max: 40 }),
        keep: fc.nat(20),
        atOnce: fc.integer({ min: 1, max: 4 }),
        from: fc.nat(60),
      })
      await fc.assert(
        fc.asyncProperty(run, async ({ earlier, later, beforeTheEnd, keep, atOnce, from }) => {
          const box = await addUser(store(), String(++phone))
          const neighbour = await addUser(store(), String(++phone))
          await store().transaction((tx) => addEvent(tx, neighbour, 1, time + 100))
          const messages: number[] = []
          const events: { pts: number; date: number }[] = []
          const happen = async (happenings: readonly number[]): Promise<void> => {
            for (const weight of happenings) {
              await store().transaction(async (tx) => {
                const date = ++time
                if (weight === 0) messages.push((await append(tx, { box, peer: asUser(7) })).pts)
                else events.push({ pts: await addEvent(tx, box, weight, date), date })
              })
            }
          }
          await happen(earlier)
          const before = time - beforeTheEnd
          const upTo = ((await store().read.boxes.state(box))?.pts ?? 0) - keep
          const stays = events.findIndex(({ pts, date }) => date >= before || pts > upTo)
          const forgotten = events.splice(0, stays === -1 ? events.length : stays).at(-1)?.pts ?? 0
          await forget(store(), { before, keep, limit: atOnce })
          await happen(later)

          const current = (await store().read.boxes.state(box))?.pts ?? 0
          const replayed: number[] = []
          let pts = from
          for (let more = true; more; ) {
            const difference = await store().read.boxes.difference(box, pts, 3)
            expect(difference === undefined, 'too old').toBe(pts < current && pts < forgotten)
            if (difference === undefined) return
            replayed.push(...[...difference.messages, ...difference.events].map((change) => change.pts))
            pts = difference.pts
            more = difference.more
          }
          const kept = [...messages, ...events.map((event) => event.pts)].sort((x, y) => x - y)
          expect(replayed.sort((x, y) => x - y)).toEqual(kept.filter((change) => change > from))
          expect(await store().read.boxes.difference(neighbour, firstPts, 3)).toMatchObject({ pts: firstPts + 1 })
        }),
        { numRuns: 150 },
      )
    })

    it('keeps what is new, and so much of each box however old it is', async () => {
      const [old, small] = [await addUser(store(), '1'), await addUser(store(), '2')]
      await store().transaction(async (tx) => {
        for (let i = 0; i < 10; i++) await addEvent(tx, old, 1, 50)
        await addEvent(tx, small, 1, 50)
        await addEvent(tx, old, 1, 100)
      })
      const kept = async (box: UserId, pts: number): Promise<number | undefined> =>
        (await store().read.boxes.difference(box, pts, 20))?.events.length
      await forget(store(), { before: 50, keep: 0, limit: 3 })
      expect(await kept(old, firstPts)).toBe(11)
      await forget(store(), { before: 1000, keep: 3, limit: 3 })
      expect(await kept(old, firstPts + 7)).toBeUndefined()
      expect(await kept(old, firstPts + 8)).toBe(3)
      expect(await kept(small, firstPts)).toBe(1)
    })
  })
}

/** Grows with every change of a run. */
let time = 1_000

async function forget(store: Store, step: Omit<ForgetEvents, 'from'>): Promise<void> {
  let from: BoxId | undefined
  do from = await store.transaction((tx) => tx.boxes.forgetEvents({ ...step, from }))
  while (from !== undefined)
}
