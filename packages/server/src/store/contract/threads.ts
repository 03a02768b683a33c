import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ChannelId } from '../../ids.ts'
import type { Store } from '../store.ts'
import { cut, pages } from './chats.ts'
import { addUser, append } from './fixtures.ts'

export function threadsContract(store: () => Store): void {
  describe('threads', () => {
    it('are cut into pages as chats are, and searched', async () => {
      const creator = await addUser(store(), '1')
      const other = await addUser(store(), '2')
      const ids: number[] = []
      const channel = await store().transaction(async (tx): Promise<ChannelId> => {
        const made = { kind: 'megagroup', title: '', about: '', creator, createdAt: 1_000 } as const
        const { id: box } = await tx.channels.create(made)
        for (let i = 0; i < 50; i++) {
          const thread = i % 3 === 0 ? undefined : i % 3
          const from = i % 2 === 0 ? creator : other
          const { id } = await append(tx, { box, peer: box, from, out: false, ...(thread && { thread }) })
          if (thread === 2) ids.push(id)
        }
        return box
      })
      const [first = 0] = ids
      expect(await store().read.messages.get(channel, first)).toMatchObject({ thread: 2 })
      expect(await store().read.messages.get(channel, 1)).not.toHaveProperty('thread')
      const cutsAsListed = (): Promise<void> =>
        fc.assert(
          fc.asyncProperty(pages, async (query) => {
            const page = await store().read.messages.history({ box: channel, peer: channel, thread: 2, ...query })
            expect(page.map(({ id }) => id)).toEqual(cut(ids, query))
          }),
          { numRuns: 150 },
        )
      await cutsAsListed()
      const search = { box: channel, peer: channel, words: [], marks: [], from: other, minDate: 0, maxDate: 0 }
      const found = await store().read.messageSearch.find({ ...search, thread: 2 }, 100)
      expect(found.map(({ id }) => id)).toEqual(ids.filter((id) => id % 2 === 0).reverse())
      // What the writing side has looked at stands in another place than what has only come.
      await store().transaction(async (tx) => {
        await tx.messages.get(channel, first)
      })
      await cutsAsListed()
    })
  })
}
