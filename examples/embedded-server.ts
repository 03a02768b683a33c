// A server in the process of a test: started, used and gone in a second, with nothing on the disk.
import assert from 'node:assert/strict'
import { createClient } from '@chappe/client'
import { createServer } from '@chappe/server'

// Login codes end up here instead of in anybody's phone.
const codes = new Map<string, string>()
const server = await createServer({
  codeSender: { send: async ({ phone, code }) => void codes.set(phone, code) },
  rateLimits: {},
})

const client = createClient({
  apiId: 1,
  apiHash: 'anything',
  dcs: { id: 2, host: server.host, port: server.port },
  serverPublicKey: server.publicKey,
})
const me = await client.start({ phone: '+491701234567', code: () => codes.get('491701234567') ?? '', name: 'Ada' })
await client.sendMessage('me', 'Hello!')
for await (const message of client.history('me', { limit: 1 })) {
  assert(message._ === 'message' && message.message === 'Hello!')
  console.log(`${me.firstName} wrote: ${message.message}`)
}

await client.close()
await server.close()
