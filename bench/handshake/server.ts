// A server in a process of its own: keys, sessions and queries that are answered by what they say.
import { randomBytes } from 'node:crypto'
import { generatePrivateKey, publicKeyToPem } from '@chappe/crypto'
import { createMemoryAuthKeyStore, createServerEndpoint, listen } from '@chappe/transport'

const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length))
const key = generatePrivateKey(random)
let refused = 0
const endpoint = createServerEndpoint({
  keys: () => [key],
  dcIds: [2],
  authKeys: createMemoryAuthKeyStore(),
  random,
  onRequest: (query) => query.answer(query.body),
  log(event) {
    if (event.type === 'keyExchangeRefused') refused++
  },
})
const listener = await listen({ accept: endpoint.accept, random })

process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.({ type: 'usage', cpuMs: (user + system) / 1000, refused, halfOpen: endpoint.keyExchangeCount })
})
process.on('disconnect', () => process.exit())
process.send?.({ type: 'ready', port: listener.port, publicKey: publicKeyToPem(key.publicKey) })
