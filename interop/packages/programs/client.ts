import { rejects, strictEqual } from 'node:assert'
import { ClientError, type ClientStorage, createClient, createMemoryStorage } from '@chappe/client'
import { createStorage } from '@chappe/client/storage'
import { generatePrivateKey, publicKeyToPem } from '@chappe/crypto'

const key = generatePrivateKey((length) => crypto.getRandomValues(new Uint8Array(length)))
const storage: ClientStorage = createMemoryStorage()
const client = createClient({
  apiId: 1,
  apiHash: 'installed',
  dcs: { id: 2, host: '127.0.0.1', port: 9 },
  serverPublicKey: publicKeyToPem(key.publicKey),
  storage,
  log: false,
})
// Nobody listens on that port.
await rejects(client.connect({ timeoutMs: 500 }), ClientError)
await client.close()
strictEqual(typeof createStorage, 'function')
console.log('fine')
