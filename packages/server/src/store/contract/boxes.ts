import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstPts } from '../domain/boxes.ts'
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
    })

    it('has no state of a box that does not exist, and does not advance it', async () => {
      expect(await store().read.boxes.state(12345)).toBeUndefined()
      await expect(
        store().transaction((tx) => tx.boxes.advance([{ box: 12345, pts: 1, messages: 0 }])),
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
              expected.push(weight === 0 ? (await append(tx, { box, peer: 7 })).pts : await addEvent(tx, box, weight))
            }
          })
          const replayed: number[] = []
          let pts = from
          for (let more = true; more; ) {
            const difference = await store().read.boxes.difference(box, pts, limit)
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
  })
}
