import { afterEach, describe, expect, it } from 'vitest'
import { defaultWelcomeText } from '../../accounts/first-message.ts'
import { createTestServer, signIn, signUp, type TestClient, type TestServer } from '../../testing/test-server.ts'

let server: TestServer
afterEach(() => server.close())

async function chatsOf(client: TestClient) {
  const first = { offsetDate: 0, offsetId: 0, offsetPeer: { _: 'inputPeerEmpty' }, limit: 100, hash: 0n } as const
  return client.call({ _: 'messages.getDialogs', ...first })
}

describe('a new account', () => {
  it('finds a message of the service account, unread, and finds it once', async () => {
    server = await createTestServer({ welcomeText: defaultWelcomeText })
    const alice = await signUp(server, '9996610001', 'Alice')
    expect(alice.pushed).toEqual([])
    const chats = await chatsOf(alice)
    expect(chats).toMatchObject({
      _: 'messages.dialogs',
      dialogs: [{ peer: { userId: 777_000n }, unreadCount: 1 }],
      messages: [{ fromId: { userId: 777_000n }, entities: [{ _: 'messageEntityBold', offset: 0, length: 8 }] }],
      users: [{ id: 777_000n, accessHash: expect.anything() }],
    })
    expect(await alice.call({ _: 'updates.getState' })).toMatchObject({ unreadCount: 1 })
    const again = await signIn(server, '9996610001')
    expect(await chatsOf(again)).toEqual(chats)
  })

  it('is told what the operator says, with links that can be followed', async () => {
    server = await createTestServer({ welcomeText: 'Hello. **Rules:** https://example.org/rules' })
    const { messages } = { messages: [], ...(await chatsOf(await signUp(server, '9996610001', 'Alice'))) }
    expect(messages).toMatchObject([
      {
        message: 'Hello. Rules: https://example.org/rules',
        entities: [
          { _: 'messageEntityBold', offset: 7, length: 6 },
          { _: 'messageEntityUrl', offset: 14, length: 25 },
        ],
      },
    ])
  })

  it('finds nothing if the operator has nothing to say', async () => {
    server = await createTestServer({ welcomeText: '' })
    const alice = await signUp(server, '9996610001', 'Alice')
    expect(await chatsOf(alice)).toMatchObject({ _: 'messages.dialogs', dialogs: [] })
    expect(await alice.call({ _: 'updates.getState' })).toMatchObject({ unreadCount: 0 })
  })
})
