import type { api } from '@chappe/tl-codec/api'
import { createBot } from '../accounts/bots/create-bot.ts'
import type { UserId } from '../ids.ts'
import { loadServerSecret } from '../peers/access-hash.ts'
import { startOfTime, type TestClient, type TestServer } from './test-server.ts'

/** A bot that is signed in. */
export interface TestBot extends TestClient {
  readonly id: UserId
  readonly token: string
}

let made = 0

/** A bot of its own making, signed in. */
export async function makeBot(server: TestServer, username: string, name: string, owner?: UserId): Promise<TestBot> {
  const random = (length: number): Uint8Array => new Uint8Array(length).fill(++made % 256)
  const secret = await loadServerSecret(server.store, random)
  const { user, token } = await server.store.transaction((tx) =>
    createBot(tx, { random, secret }, { name, username, owner, date: startOfTime }),
  )
  return Object.assign(await signInBot(server, token), { id: user.id, token })
}

export async function signInBot(server: TestServer, botAuthToken: string): Promise<TestClient> {
  const client = await server.connect()
  await client.call({ _: 'auth.importBotAuthorization', flags: 0, apiId: 1, apiHash: 'x', botAuthToken })
  await client.call({ _: 'updates.getState' })
  return client
}

/** How somebody names a bot. */
export async function botInput(client: TestClient, username: string): Promise<api.inputPeerUser> {
  const { users } = await client.call({ _: 'contacts.resolveUsername', username })
  const [user] = users
  if (user?._ !== 'user' || user.accessHash === undefined) throw new TypeError(`${username} was not found`)
  return { _: 'inputPeerUser', userId: user.id, accessHash: user.accessHash }
}

/** The messages that a client was pushed, whole or in the short form. */
export function newMessages({ pushed }: TestClient): api.Message[] {
  return pushed.flatMap((updates): api.Message[] => {
    switch (updates._) {
      case 'updates':
        return updates.updates.flatMap((update) =>
          update._ === 'updateNewMessage' || update._ === 'updateNewChannelMessage' ? [update.message] : [],
        )
      case 'updateShortMessage':
        return [{ ...updates, _: 'message', peerId: { _: 'peerUser', userId: updates.userId } }]
      case 'updateShortChatMessage':
        return [
          {
            ...updates,
            _: 'message',
            fromId: { _: 'peerUser', userId: updates.fromId },
            peerId: { _: 'peerChat', chatId: updates.chatId },
          },
        ]
      default:
        return []
    }
  })
}

/** The updates of one kind that a bot was pushed, once there are so many. */
export async function toldTimes(
  server: TestServer,
  { pushed }: TestBot,
  count: number,
  isMeant: (update: api.Update) => boolean,
): Promise<api.Update[]> {
  const told = (): api.Update[] =>
    pushed
      .flatMap((one) => (one._ === 'updates' ? one.updates : one._ === 'updateShort' ? [one.update] : []))
      .filter(isMeant)
  for (let turn = 0; turn < 1_000 && told().length < count; turn++) {
    await server.told()
    await new Promise(setImmediate)
  }
  return told()
}
