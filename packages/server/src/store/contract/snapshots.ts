import { describe, expect, it } from 'vitest'
import type { Reads, Store } from '../store.ts'
import { addEvent, addUser, append } from './fixtures.ts'

const one = Uint8Array.of(1)
const two = Uint8Array.of(2)

export function snapshotsContract(store: () => Store): void {
  describe('snapshots', () => {
    const put = (name: string, value: Uint8Array): Promise<void> =>
      store().transaction((tx) => tx.settings.put(name, value))

    it('show none of what is committed between two reads', async () => {
      await put('a', one)
      await store().snapshot(async (read) => {
        expect(await read.settings.get('a')).toEqual(one)
        await put('a', two)
        await put('b', two)
        expect(await read.settings.get('a')).toEqual(one)
        expect(await read.settings.get('b')).toBeUndefined()
        expect(await store().read.settings.get('a')).toEqual(two)
      })
      await store().snapshot(async (read) => {
        expect(await read.settings.get('a')).toEqual(two)
        expect(await read.settings.get('b')).toEqual(two)
      })
    })

    it('are of the moment when they begin, whether or not anything was read then', async () => {
      await put('a', one)
      await store().snapshot(async (read) => {
        await put('a', two)
        expect(await read.settings.get('a')).toEqual(one)
      })
    })

    it('show what had resolved before, also while others hold on to earlier moments', async () => {
      const held: (() => void)[] = []
      const seen: Promise<Uint8Array | undefined>[] = []
      for (let i = 0; i < 3; i++) {
        await put('a', Uint8Array.of(i))
        const hold = new Promise<void>((resolve) => held.push(resolve))
        const began = Promise.withResolvers<void>()
        seen.push(
          store().snapshot(async (read) => {
            began.resolve()
            await hold
            return read.settings.get('a')
          }),
        )
        await began.promise
      }
      for (const resolve of held) resolve()
      expect(await Promise.all(seen)).toEqual([0, 1, 2].map((i) => Uint8Array.of(i)))
    })

    it('wait for their turn when there are many, and are then of the moment when they have it', async () => {
      const held: (() => void)[] = []
      const seen: Promise<number | undefined>[] = []
      for (let i = 0; i < 12; i++) {
        await put('a', Uint8Array.of(i))
        const hold = new Promise<void>((resolve) => held.push(resolve))
        seen.push(
          store().snapshot(async (read) => {
            const [first] = (await read.settings.get('a')) ?? []
            await hold
            expect(await read.settings.get('a')).toEqual(Uint8Array.of(first ?? 99))
            return first
          }),
        )
      }
      for (const resolve of held) resolve()
      for (const [i, first] of (await Promise.all(seen)).entries()) expect(first).toBeGreaterThanOrEqual(i)
    })

    it('have a box, its counters and its lists agree while messages come in', async () => {
      const [box, peer] = [await addUser(store(), '1'), await addUser(store(), '2')]
      const send = (): Promise<unknown> => store().transaction((tx) => append(tx, { box, peer, out: false }))
      await send()
      /** All that there is of one chat, as one moment has it. */
      const look = async (read: Reads, between: () => Promise<unknown>): Promise<number[]> => {
        const state = await read.boxes.state(box)
        await between()
        const difference = await read.boxes.difference(box, 1, 1000)
        await between()
        const dialog = await read.dialogs.get(box, peer)
        const messages = await read.messages.many(
          box,
          Array.from({ length: 200 }, (_, i) => i + 1),
        )
        const { unreadMessages } = await read.dialogs.totals(box)
        return [
          state?.lastMessageId ?? 0,
          difference?.messages.length ?? 0,
          dialog?.topMessage ?? 0,
          messages.length,
          unreadMessages,
        ]
      }
      for (let round = 1; round < 12; round++) {
        const between = async (): Promise<void> => {
          await Promise.all([send(), send(), send()])
        }
        const counts = await store().snapshot((read) => look(read, between))
        expect(new Set(counts).size, `round ${round}: ${counts}`).toBe(1)
        expect(counts[0]).toBe(1 + 6 * (round - 1))
      }
    })

    it('show no half of a transaction', async () => {
      const boxes = [await addUser(store(), '1'), await addUser(store(), '2')]
      const writing = Array.from({ length: 40 }, () =>
        store().transaction(async (tx) => {
          for (const box of boxes) await addEvent(tx, box)
        }),
      )
      const reading = Array.from({ length: 40 }, async () => {
        await Promise.resolve()
        const states = await store().snapshot((read) => Promise.all(boxes.map((box) => read.boxes.state(box))))
        expect(new Set(states.map((state) => state?.pts)).size).toBe(1)
      })
      await Promise.all([...writing, ...reading])
    })

    it('reject with what their unit threw, and end', async () => {
      const error = new RangeError('no')
      for (let i = 0; i < 20; i++) {
        await put('a', Uint8Array.of(i))
        await expect(store().snapshot(() => Promise.reject(error))).rejects.toBe(error)
      }
      expect(await store().snapshot((read) => read.settings.get('a'))).toEqual(Uint8Array.of(19))
    })

    it('are refused after the store was closed', async () => {
      await store().close()
      await expect(store().snapshot(async () => 1)).rejects.toMatchObject({ code: 'CLOSED' })
    })
  })
}
