import { expect, it } from 'vitest'
import { openSqliteStore } from '../../store/sqlite/sqlite-store.ts'
import type { Store } from '../../store/store.ts'
import { createTestServer, signUp } from '../../testing/test-server.ts'

const LONG_TEXTS = 60
const LONG = 4000

/** A store that notes how many characters each of its transactions indexes. */
function noting(store: Store, indexed: number[]): Store {
  return {
    read: store.read,
    snapshot: store.snapshot,
    get waiting() {
      return store.waiting
    },
    transaction: (unit) =>
      store.transaction((tx) => {
        const { index } = tx.messageSearch
        const messageSearch = {
          ...tx.messageSearch,
          index(...[box, documents, upTo]: Parameters<typeof index>) {
            indexed.push(documents.reduce((sum, { text }) => sum + text.length, 0))
            return index(box, documents, upTo)
          },
        }
        return unit({ ...tx, onCommit: (action) => tx.onCommit(action), messageSearch })
      }),
    close: () => store.close(),
  }
}

it('indexes long texts a few at a time, so that nobody else waits for all that somebody wrote', async () => {
  const indexed: number[] = []
  const server = await createTestServer({
    store: noting(openSqliteStore({ path: ':memory:' }), indexed),
    rateLimits: {},
  })
  const client = await signUp(server, '9996610001', 'Alice')
  const peer = { _: 'inputPeerSelf' } as const
  for (let at = 0; at < LONG_TEXTS; at++) {
    const message = `${'word '.repeat(LONG / 5 - 2)}n${at}`
    await client.call({ _: 'messages.sendMessage', peer, message, randomId: BigInt(at + 1) })
  }
  const page = { offsetId: 0, addOffset: 0, limit: 100, maxId: 0, minId: 0, hash: 0n, minDate: 0, maxDate: 0 }
  const filter = { _: 'inputMessagesFilterEmpty' } as const
  const found = await client.call({ _: 'messages.search', peer, q: 'word', filter, ...page })
  expect(found._ === 'messages.messagesNotModified' ? 0 : found.messages.length).toBe(LONG_TEXTS)
  expect(indexed.reduce((sum, characters) => sum + characters, 0)).toBeGreaterThan(LONG_TEXTS * LONG * 0.9)
  expect(Math.max(...indexed)).toBeLessThanOrEqual(64 * 1024)
  await server.close()
})
