import { describe, expect, it } from 'vitest'
import { asPeer } from '../../testing/ids.ts'
import type { ChatlistLink, JoinedChatlist } from '../domain/lists/chatlists.ts'
import type { Store } from '../store.ts'
import { addUser } from './fixtures.ts'

export function chatlistsContract(store: () => Store): void {
  describe('shared folders', () => {
    it('have links that are found by their digest, changed, listed by folder and gone', async () => {
      const [a, b] = [await addUser(store(), '1'), await addUser(store(), '2')]
      const link = (number: number, more: Partial<ChatlistLink> = {}): ChatlistLink => ({
        ...{ digest: Uint8Array.of(number, 7), slug: `slug${number}`, owner: a, filter: 2, title: '', date: number },
        ...{ peers: [asPeer(-5), asPeer(-(10 ** 12) - 6)], ...more },
      })
      await store().transaction(async (tx) => {
        for (const one of [link(2), link(1), link(3, { filter: 4 }), link(4, { owner: b })])
          await tx.chatlists.putLink(one)
      })
      const { chatlists } = store().read
      expect(await chatlists.link(link(2).digest)).toEqual(link(2))
      expect(await chatlists.link(Uint8Array.of(9))).toBeUndefined()
      expect(await chatlists.linksOf(a, 2)).toEqual([link(1), link(2)])
      const changed = link(2, { title: 'for friends', peers: [] })
      await store().transaction((tx) => tx.chatlists.putLink(changed))
      expect(await chatlists.link(changed.digest)).toEqual(changed)
      await store().transaction((tx) => tx.chatlists.removeLink(link(1).digest))
      expect(await chatlists.linksOf(a, 2)).toEqual([changed])
      await store().transaction((tx) => tx.chatlists.forget(a, 2))
      expect(await chatlists.linksOf(a, 2)).toEqual([])
      expect(await chatlists.linksOf(a, 4)).toEqual([link(3, { filter: 4 })])
    })

    it('are known to be there by a link, until they are there no more', async () => {
      const [a, b] = [await addUser(store(), '1'), await addUser(store(), '2')]
      const joined: JoinedChatlist = {
        ...{ owner: a, filter: 2, digest: Uint8Array.of(1), came: [asPeer(-5)], hidden: [] },
      }
      await store().transaction(async (tx) => {
        for (const one of [joined, { ...joined, filter: 3 }, { ...joined, owner: b }]) await tx.chatlists.putJoined(one)
      })
      const later = { ...joined, came: [], hidden: [asPeer(-(10 ** 12) - 6)] }
      await store().transaction((tx) => tx.chatlists.putJoined(later))
      expect(await store().read.chatlists.joined(a)).toEqual([later, { ...joined, filter: 3 }])
      await store().transaction((tx) => tx.chatlists.forget(a, 2))
      expect(await store().read.chatlists.joined(a)).toEqual([{ ...joined, filter: 3 }])
      expect(await store().read.chatlists.joined(b)).toHaveLength(1)
    })
  })
}
