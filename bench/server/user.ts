import { randomBytes } from 'node:crypto'
import { parsePublicKey } from '@chappe/crypto'
import { type api, decodeResult, encode, LAYER, type ResultOf } from '@chappe/tl-codec/api'
import { type ClientEndpoint, connectTcp, createClientEndpoint } from '@chappe/transport'
import type { Account } from './accounts.ts'
import type { ServerHandle } from './server-handle.ts'

/** One device that is connected and signed in. */
export interface User {
  readonly account: Account
  readonly endpoint: ClientEndpoint
  call<M extends api.Method>(request: M): Promise<ResultOf<M>>
  /** Given each update, TL bytes. */
  onUpdate: (body: Uint8Array) => void
}

export function connectUser(server: ServerHandle, account: Account): User {
  const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length))
  const endpoint = createClientEndpoint({
    connect: (accept, signal) => connectTcp({ host: '127.0.0.1', port: server.port, random, accept, signal }),
    publicKeys: [parsePublicKey(server.publicKey)],
    dc: { id: 2 },
    random,
    key: account.key,
    saveKey: () => Promise.reject(new Error(`the server has lost the key of ${account.phone}`)),
    introduce,
    onUpdate: (body) => user.onUpdate(body),
  })
  const user: User = {
    account,
    endpoint,
    async call(request) {
      return decodeResult(request, await endpoint.request(encode(request)))
    },
    onUpdate() {},
  }
  return user
}

/** Connects many, some at a time, each having asked for its state as clients do. */
export async function connectUsers(server: ServerHandle, accounts: readonly Account[]): Promise<User[]> {
  const users: User[] = []
  for (let i = 0; i < accounts.length; i += 50) {
    const batch = accounts.slice(i, i + 50).map((account) => connectUser(server, account))
    await Promise.all(batch.map((user) => user.call({ _: 'updates.getState' })))
    users.push(...batch)
  }
  return users
}

/** How `viewer` names `other`: everyone is found by number. */
export async function find(viewer: User, other: Account): Promise<api.inputPeerUser> {
  const contact: api.InputContact = {
    _: 'inputPhoneContact',
    clientId: 1n,
    phone: other.phone,
    firstName: 'Peer',
    lastName: '',
  }
  const { users } = await viewer.call({ _: 'contacts.importContacts', contacts: [contact] })
  const [user] = users
  if (user?._ !== 'user' || user.accessHash === undefined) throw new Error(`${other.phone} was not found`)
  return { _: 'inputPeerUser', userId: user.id, accessHash: user.accessHash }
}

/** The prefix of invokeWithLayer and initConnection, to which any query is appended as it is. */
const introduction = encode({
  _: 'invokeWithLayer',
  layer: LAYER,
  query: {
    _: 'initConnection',
    apiId: 1,
    deviceModel: 'bench',
    systemVersion: '1',
    appVersion: '1',
    systemLangCode: 'en',
    langPack: '',
    langCode: 'en',
    query: { _: 'help.getConfig' },
  },
}).slice(0, -4)

function introduce(body: Uint8Array): Uint8Array {
  const whole = new Uint8Array(introduction.length + body.length)
  whole.set(introduction)
  whole.set(body, introduction.length)
  return whole
}
