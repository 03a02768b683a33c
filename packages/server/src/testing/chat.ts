import type { api } from '@chappe/tl-codec/api'
import {
  createTestServer,
  findByPhone,
  signIn,
  signUp,
  type TestClient,
  type TestServer,
  type TestServerOptions,
} from './test-server.ts'

/** Two people who can write to each other, and what tests say about their chat in few words. */
export interface ChatFixture {
  readonly server: TestServer
  readonly alice: TestClient
  readonly bob: TestClient
  readonly toBob: api.inputPeerUser
  readonly toAlice: api.inputPeerUser
  now(): number
  /** A request that sends a text under a new random id. */
  text(peer: api.InputPeer, message: string, more?: Partial<api.messages.sendMessage>): api.messages.sendMessage
  media(peer: api.InputPeer, media: api.InputMedia, more?: Partial<api.messages.sendMedia>): api.messages.sendMedia
  randomId(): bigint
  /** Writes into the own saved messages, so that numbers of the two boxes differ. */
  note(client: TestClient): Promise<void>
  history(client: TestClient, peer: api.InputPeer): Promise<api.Message[]>
  /** The texts of a chat without service messages, newest first. */
  texts(client: TestClient, peer: api.InputPeer): Promise<string[]>
  found(client: TestClient, peer: api.InputPeer, filter: api.MessagesFilter, q?: string): Promise<string[]>
  /** The only dialog that is no chat with oneself. */
  dialog(client: TestClient): Promise<api.dialog | undefined>
  /** Another device of Alice or Bob, which takes part in updates. */
  otherDevice(of: 'alice' | 'bob'): Promise<TestClient>
}

const phones = { alice: '9996610001', bob: '9996620002' }

export async function openChat(options: TestServerOptions = {}): Promise<ChatFixture> {
  const server = await createTestServer(options)
  const alice = await signUp(server, phones.alice, 'Alice')
  const bob = await signUp(server, phones.bob, 'Bob')
  const toBob = await findByPhone(alice, phones.bob)
  const toAlice = await findByPhone(bob, phones.alice)
  let lastRandomId = 0n
  const fixture: ChatFixture = {
    server,
    alice,
    bob,
    toBob,
    toAlice,
    now: () => Math.floor(server.clock.now / 1000),
    randomId: () => ++lastRandomId,
    text: (peer, message, more = {}) => ({
      _: 'messages.sendMessage',
      peer,
      message,
      randomId: ++lastRandomId,
      ...more,
    }),
    media: (peer, media, more = {}) => ({
      _: 'messages.sendMedia',
      peer,
      media,
      message: '',
      randomId: ++lastRandomId,
      ...more,
    }),
    async note(client) {
      await client.call(fixture.text({ _: 'inputPeerSelf' }, 'a note'))
    },
    async history(client, peer) {
      const page = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 100, maxId: 0, minId: 0, hash: 0n }
      const result = await client.call({ _: 'messages.getHistory', peer, ...page })
      if (result._ === 'messages.messagesNotModified') throw new TypeError('no hash was given')
      return result.messages
    },
    async texts(client, peer) {
      return textsOf(await fixture.history(client, peer))
    },
    async found(client, peer, filter, q = '') {
      const page = { offsetId: 0, addOffset: 0, limit: 100, maxId: 0, minId: 0, hash: 0n }
      const query = { peer, filter, q, minDate: 0, maxDate: 0 }
      const result = await client.call({ _: 'messages.search', ...query, ...page })
      if (result._ === 'messages.messagesNotModified') throw new TypeError('no hash was given')
      return textsOf(result.messages)
    },
    async dialog(client) {
      const first = { offsetDate: 0, offsetId: 0, offsetPeer: { _: 'inputPeerEmpty' }, limit: 100, hash: 0n } as const
      const result = await client.call({ _: 'messages.getDialogs', ...first })
      if (result._ === 'messages.dialogsNotModified') throw new TypeError('no hash was given')
      const own = client === alice ? toAlice.userId : toBob.userId
      return result.dialogs
        .filter((dialog) => dialog._ === 'dialog')
        .find(({ peer }) => peer._ === 'peerUser' && peer.userId !== own)
    },
    async otherDevice(of) {
      const device = await signIn(server, phones[of])
      await device.call({ _: 'updates.getState' })
      return device
    },
  }
  return fixture
}

function textsOf(messages: readonly api.Message[]): string[] {
  return messages.flatMap((message) => (message._ === 'message' ? [message.message] : []))
}
