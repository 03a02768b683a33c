import { deepStrictEqual } from 'node:assert'
import { generatePrivateKey } from '@chappe/crypto'
import {
  type AuthKeyStore,
  connectTcp,
  createClientEndpoint,
  createMemoryAuthKeyStore,
  createServerEndpoint,
  listen,
} from '@chappe/transport'
import { createClientEndpoint as sameOnAnyPlatform } from '@chappe/transport/client'
import { connectWebSocket } from '@chappe/transport/websocket'

const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length))
const key = generatePrivateKey(random)
const authKeys: AuthKeyStore = createMemoryAuthKeyStore()
const server = createServerEndpoint({
  keys: () => [key],
  dcIds: 'any',
  authKeys,
  random,
  onRequest: (query) => query.answer(query.body),
})
const { accept } = server
const listener = await listen({ accept, port: 0, random })
const client = createClientEndpoint({
  connect: (accept, signal) => connectTcp({ host: '127.0.0.1', port: listener.port, random, accept, signal }),
  publicKeys: [key.publicKey],
  dc: { id: 2 },
  random,
  saveKey: async () => {},
})
const question = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8])
deepStrictEqual(new Uint8Array(await client.request(question)), question)
client.close()
await listener.close()
server.close()
deepStrictEqual([typeof sameOnAnyPlatform, typeof connectWebSocket], ['function', 'function'])
console.log('fine')
