import type { api } from '@chappe/tl-codec/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSqliteStore } from '../../store/sqlite/sqlite-store.ts'
import { countReads } from '../../testing/count-reads.ts'
import { createTestServer, signUp, type TestClient, type TestServer } from '../../testing/test-server.ts'

const { store, asked } = countReads(openSqliteStore({ path: ':memory:' }))
let server: TestServer
let alice: TestClient
let lastRandomId = 0n

beforeAll(async () => {
  server = await createTestServer({ store })
  alice = await signUp(server, '9996610001', 'Alice')
})
afterAll(() => server.close())

async function createChannels(count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const kind = i % 2 === 0 ? { broadcast: true } : { megagroup: true }
    const created = await alice.call({ _: 'channels.createChannel', title: `Channel ${i}`, about: '', ...kind })
    const [chat] = created._ === 'updates' ? created.chats : []
    if (chat?._ !== 'channel' || chat.accessHash === undefined) throw new TypeError('a channel was made')
    const peer = { _: 'inputPeerChannel', channelId: chat.id, accessHash: chat.accessHash } as const
    server.clock.now += 60_000
    await alice.call({ _: 'messages.sendMessage', peer, message: `post of ${i}`, randomId: ++lastRandomId })
  }
}

/** The texts of the newest posts on the first page, and how many questions the store was asked for it. */
async function firstPage(): Promise<{ texts: string[]; questions: number }> {
  const before = asked.count
  const page: api.messages.getDialogs = {
    ...{ _: 'messages.getDialogs', offsetDate: 0, offsetId: 0, offsetPeer: { _: 'inputPeerEmpty' } },
    ...{ limit: 100, hash: 0n },
  }
  const answer = await alice.call(page)
  if (answer._ === 'messages.dialogsNotModified') throw new TypeError('no hash was given')
  const texts = answer.dialogs.map((dialog) => {
    const top = answer.messages.find(
      (message) =>
        message._ === 'message' &&
        dialog._ === 'dialog' &&
        message.peerId._ === 'peerChannel' &&
        dialog.peer._ === 'peerChannel' &&
        message.peerId.channelId === dialog.peer.channelId,
    )
    return top?._ === 'message' ? `${top.message}, seen ${top.views}` : ''
  })
  return { texts, questions: asked.count - before }
}

describe('the dialogs of somebody in many channels', () => {
  it('are read in as many questions as those of somebody in a few', async () => {
    await createChannels(3)
    const few = await firstPage()
    expect(few.texts).toEqual(['post of 2, seen 1', 'post of 1, seen undefined', 'post of 0, seen 1'])
    await createChannels(30)
    const many = await firstPage()
    expect(many.texts).toHaveLength(33)
    expect(many.texts.slice(0, 2)).toEqual(['post of 29, seen undefined', 'post of 28, seen 1'])
    expect(many.questions).toBe(few.questions)
  })
})
