import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { UserId } from '../../../../ids.ts'
import { asUser } from '../../../../testing/ids.ts'
import type { MessageSearch, SearchDocument } from '../../../domain/chats/message-search.ts'
import type { Store } from '../../../store.ts'
import { openSqliteStore } from '../../sqlite-store.ts'

const alphabet = [...'abcdefghijklmnop']
const peer = asUser(7)

/** A message with a word for each letter, all of them other words than those of other messages. */
function documentsOf(box: UserId, count: number): SearchDocument[] {
  return Array.from({ length: count }, (_, at) => ({
    id: at + 1,
    peer,
    text: alphabet.map((letter) => `${letter}${box}x${at}`).join(' '),
  }))
}

let store: Store
let own: UserId

/** A box whose messages are there and indexed. */
async function addBox(phone: string, count: number): Promise<UserId> {
  return store.transaction(async (tx) => {
    const { id: box } = await tx.users.create({ phone, firstName: phone, lastName: '', createdAt: 1 })
    const documents = documentsOf(box, count)
    const data = Uint8Array.of(1)
    await tx.messages.add(
      documents.map(({ id }) => ({ box, id, peer, from: box, twin: 0, date: 5, out: true, pts: id, data })),
    )
    await tx.messageSearch.index(box, documents, count)
    return box
  })
}

/**
 * CPU that so many searches take, in microseconds: in the middle of some rounds, since others use the machine, too, and the
 * system tells a thread's time by its ticks, at times as none.
 */
async function cost(words: readonly string[]): Promise<number> {
  const search: MessageSearch = { box: own, words, marks: [], minDate: 0, maxDate: 0 }
  const rounds: number[] = []
  for (let round = 0; round < 5; round++) {
    const begun = process.threadCpuUsage()
    for (let i = 0; i < 60; i++)
      expect(await store.read.messageSearch.find(search, 100)).toEqual([{ id: 1, peer, date: 5 }])
    const { user, system } = process.threadCpuUsage(begun)
    rounds.push(user + system)
  }
  return rounds.sort((a, b) => a - b)[2] ?? Number.NaN
}

beforeAll(async () => {
  store = openSqliteStore({ path: ':memory:' })
  own = await addBox('1', 1)
})
afterAll(() => store.close())

describe('What somebody with one message pays for a search', () => {
  it('does not depend on what others wrote, for one letter and for sixteen', async () => {
    const [one, all] = [await cost(['a']), await cost(alphabet)]
    for (let i = 0; i < 10; i++) await addBox(`2${i}`, 1000)
    // Where words were shared, these were some hundred times as much.
    expect(await cost(['a'])).toBeLessThan(4 * one + 5000)
    expect(await cost(alphabet)).toBeLessThan(4 * all + 5000)
  })

  it('is nothing that finds what others wrote', async () => {
    const search = { box: own, marks: [], minDate: 0, maxDate: 0 }
    expect(await store.read.messageSearch.find({ ...search, words: ['a2x'] }, 9)).toEqual([])
    expect(await store.read.messageSearch.find({ ...search, words: [`a${own}x`] }, 9)).toHaveLength(1)
  })
})
