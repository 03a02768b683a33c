import type { api } from '@chappe/tl-codec/api'
import {
  createTestServer,
  findByPhone,
  signUp,
  type TestClient,
  type TestServer,
  type TestServerOptions,
} from './test-server.ts'

/** Some people, and a channel or supergroup of Alice's that Bob was invited to. */
export interface ChannelFixture {
  readonly server: TestServer
  readonly alice: TestClient
  readonly bob: TestClient
  /** Is in no channel. */
  readonly carol: TestClient
  readonly toBob: api.inputPeerUser
  readonly toCarol: api.inputPeerUser
  /** The channel as each of them may name it; throws for who was never shown it. */
  named(client: TestClient): api.inputChannel
  peer(client: TestClient): api.inputPeerChannel
  send(client: TestClient, message: string, more?: Partial<api.messages.sendMessage>): Promise<api.Updates>
  history(client: TestClient): Promise<api.messages.channelMessages>
  /** The texts of the channel, and the names of what happened there, newest first. */
  texts(client: TestClient): Promise<string[]>
  dialog(client: TestClient): Promise<api.dialog | undefined>
  /** What was pushed to a client, in order, and not yet taken. */
  taken(client: TestClient): api.Update[]
  randomId(): bigint
}

export async function openChannel(
  kind: 'broadcast' | 'megagroup',
  options: TestServerOptions = {},
): Promise<ChannelFixture> {
  const server = await createTestServer(options)
  const alice = await signUp(server, '9996610001', 'Alice')
  const bob = await signUp(server, '9996620002', 'Bob')
  const carol = await signUp(server, '9996630003', 'Carol')
  const [toBob, toCarol] = [await findByPhone(alice, '9996620002'), await findByPhone(alice, '9996630003')]
  for (const client of [alice, bob, carol]) await client.call({ _: 'updates.getState' })
  const created = await alice.call({
    ...{ _: 'channels.createChannel', title: 'A channel', about: 'what it is about' },
    ...(kind === 'broadcast' ? { broadcast: true } : { megagroup: true }),
  })
  const hashes = new Map<TestClient, bigint>()
  let id = 0n
  const note = (client: TestClient, updates: api.Updates): void => {
    if (updates._ !== 'updates') return
    for (const chat of updates.chats) {
      if (chat._ !== 'channel' || chat.accessHash === undefined) continue
      // Others may be shown beside it, such as the group in which it is discussed.
      if (id !== 0n && chat.id !== id) continue
      id = chat.id
      hashes.set(client, chat.accessHash)
    }
  }
  note(alice, created)
  let lastRandomId = 0n
  const fixture: ChannelFixture = {
    ...{ server, alice, bob, carol, toBob, toCarol },
    named(client) {
      for (const updates of client.pushed) note(client, updates)
      const accessHash = hashes.get(client)
      if (accessHash === undefined) throw new TypeError('this client was never shown the channel')
      return { _: 'inputChannel', channelId: id, accessHash }
    },
    peer: (client) => ({ ...fixture.named(client), _: 'inputPeerChannel' }),
    send: (client, message, more = {}) =>
      client.call({
        ...{ _: 'messages.sendMessage', peer: fixture.peer(client), message, randomId: ++lastRandomId, ...more },
      }),
    async history(client) {
      const page = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 100, maxId: 0, minId: 0, hash: 0n }
      const result = await client.call({ _: 'messages.getHistory', peer: fixture.peer(client), ...page })
      if (result._ !== 'messages.channelMessages') throw new TypeError(`a channel answers no ${result._}`)
      return result
    },
    async texts(client) {
      const { messages } = await fixture.history(client)
      return messages.map((message) =>
        message._ === 'message' ? message.message : message._ === 'messageService' ? message.action._ : message._,
      )
    },
    async dialog(client) {
      const first = { offsetDate: 0, offsetId: 0, offsetPeer: { _: 'inputPeerEmpty' }, limit: 100, hash: 0n } as const
      const result = await client.call({ _: 'messages.getDialogs', ...first })
      if (result._ === 'messages.dialogsNotModified') throw new TypeError('no hash was given')
      const dialogs = result.dialogs.filter((dialog) => dialog._ === 'dialog')
      return dialogs.find(({ peer }) => peer._ === 'peerChannel' && peer.channelId === id)
    },
    taken(client) {
      for (const updates of client.pushed) note(client, updates)
      return client.pushed.splice(0).flatMap((updates): api.Update[] => {
        if (updates._ === 'updates') return updates.updates
        return updates._ === 'updateShort' ? [updates.update] : []
      })
    },
    randomId: () => ++lastRandomId,
  }
  await alice.call({
    _: 'channels.inviteToChannel',
    channel: fixture.named(alice),
    users: [{ ...toBob, _: 'inputUser' }],
  })
  await server.told()
  return fixture
}
