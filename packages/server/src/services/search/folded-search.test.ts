import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, it } from 'vitest'
import { foldedSearch } from '../../store/sqlite/migrations/0015-folded-search.ts'
import { ownWords } from '../../store/sqlite/migrations/0018-own-words.ts'
import { createTestServer, signIn, signUp, type TestClient } from '../../testing/test-server.ts'

const folder = mkdtempSync(join(tmpdir(), 'chappe-test-'))
const path = join(folder, 'old.db')
const phone = '9996610001'
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function found(client: TestClient, q: string): Promise<number> {
  const page = { offsetId: 0, addOffset: 0, limit: 100, maxId: 0, minId: 0, hash: 0n }
  const query = {
    peer: { _: 'inputPeerSelf' },
    filter: { _: 'inputMessagesFilterEmpty' },
    minDate: 0,
    maxDate: 0,
  } as const
  const answer = await client.call({ _: 'messages.search', ...query, ...page, q })
  return answer._ === 'messages.messagesNotModified' ? 0 : answer.messages.length
}

it('indexes a box anew, whose words were not folded, when its owner next searches', async () => {
  const before = await createTestServer({ path, rateLimits: {} })
  const client = await signUp(before, phone, 'Alice')
  for (let i = 0; i < 3; i++) {
    await client.call({
      _: 'messages.sendMessage',
      peer: { _: 'inputPeerSelf' },
      message: 'Ελλάδα',
      randomId: BigInt(i + 1),
    })
  }
  expect(await found(client, 'Ελλάδα')).toBe(3)
  await before.close()

  const database = new DatabaseSync(path)
  // As it was filled without folding.
  database.exec(
    "DELETE FROM message_words; INSERT INTO message_words (rowid, body, chat) VALUES (4294967297, 'Ελλάδα', 'p1')",
  )
  database.exec(foldedSearch)
  database.exec(ownWords)
  database.close()

  const after = await createTestServer({ path, rateLimits: {} })
  expect(await found(await signIn(after, phone), 'ΕΛΛΑΔΑ')).toBe(3)
  await after.close()
})
