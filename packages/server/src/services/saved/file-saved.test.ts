import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type api, encode } from '@chappe/tl-codec/api'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { toPeer } from '../../peers/peer-id.ts'
import { migrations } from '../../store/sqlite/migrations/migrations.ts'
import { asUser } from '../../testing/ids.ts'
import { createTestServer, signIn } from '../../testing/test-server.ts'

const folder = mkdtempSync(join(tmpdir(), 'chappe-test-'))
const path = join(folder, 'old.db')
const [alice, bob] = [asUser(1_000_001), asUser(1_000_002)]
const phone = '9996610001'

/** A store as servers left it that had no saved dialogs, brought to the form that came before the tables of this test. */
beforeAll(() => {
  const database = new DatabaseSync(path)
  database.exec(`${migrations.slice(0, 8).join(';')}; PRAGMA user_version = 8`)
  database.exec('BEGIN')
  const addUser = database.prepare(
    'INSERT INTO users (id, phone, first_name, last_name, about, created_at) VALUES (?, ?, ?, ?, ?, 0)',
  )
  addUser.run(alice, phone, 'Alice', '', '')
  addUser.run(bob, '9996620002', 'Bob', '', '')
  database.prepare('INSERT INTO boxes VALUES (?, 800, 700, 0, 0)').run(alice)
  database.prepare('INSERT INTO dialogs VALUES (?, ?, 700, 1700, 1, 700, 0, 0, 0)').run(alice, alice)
  const add = database.prepare('INSERT INTO messages VALUES (?, ?, ?, ?, 0, ?, ?, 0, ?)')
  const me = toPeer(alice)
  for (let id = 1; id <= 700; id++) {
    const date = 1000 + id
    const fwdFrom = forwarded(id)
    const message: api.message = { _: 'message', id, fromId: me, peerId: me, date, message: `note ${id}`, fwdFrom }
    const cleared: api.messageService = {
      ...{ _: 'messageService', id, fromId: me, peerId: me, date },
      action: { _: 'messageActionHistoryClear' },
    }
    add.run(alice, id, alice, alice, date, id, encode(id === 5 ? cleared : message))
  }
  database.exec('COMMIT')
  database.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function forwarded(id: number): api.messageFwdHeader | undefined {
  const header: api.messageFwdHeader = { _: 'messageFwdHeader', date: 1 }
  if (id === 1) return { ...header, fromId: toPeer(bob), savedFromPeer: toPeer(bob), savedFromMsgId: 9 }
  return id === 2 ? { ...header, fromName: 'Somebody' } : undefined
}

it('files what was saved before there were saved dialogs', async () => {
  const server = await createTestServer({ path })
  const client = await signIn(server, phone)
  const self: api.inputPeerSelf = { _: 'inputPeerSelf' }
  await client.call({ _: 'messages.deleteMessages', id: [4] })
  // A new one comes before the old ones are filed.
  await client.call({ _: 'messages.sendMessage', peer: self, message: 'new', randomId: 1n })
  await server.upkeep()
  await server.upkeep()

  const page = { offsetDate: 0, offsetId: 0, limit: 10, hash: 0n }
  const offsetPeer: api.inputPeerEmpty = { _: 'inputPeerEmpty' }
  const peer = (id: number): object => ({ userId: BigInt(id) })
  expect(await client.call({ _: 'messages.getSavedDialogs', offsetPeer, ...page })).toMatchObject({
    _: 'messages.savedDialogs',
    dialogs: [
      { peer: peer(alice), topMessage: 701 },
      { peer: peer(2_666_000), topMessage: 2 },
      { peer: peer(bob), topMessage: 1 },
    ],
  })
  const all = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 3, maxId: 0, minId: 0, hash: 0n }
  expect(await client.call({ _: 'messages.getSavedHistory', peer: self, ...all })).toMatchObject({
    // All but what was deleted, says that the history was cleared, or is from others.
    count: 697,
    messages: [{ id: 701 }, { id: 700, message: 'note 700', savedPeerId: peer(alice) }, { id: 699 }],
  })
  expect(await server.store.read.savedDialogs.withoutDialog(1)).toEqual([])
  await server.close()
})
