import { strictEqual } from 'node:assert'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient } from '@chappe/client'
import { createStorage } from '@chappe/client/storage'
import { createServer, type Server } from '@chappe/server'

const data = mkdtempSync(join(tmpdir(), 'chappe-installed-'))
const server: Server = await createServer({ data: join(data, 'server') })
const client: Client = createClient({
  apiId: 1,
  apiHash: 'installed',
  dcs: { id: 2, host: server.host, port: server.port },
  serverPublicKey: server.publicKey,
  storage: createStorage(join(data, 'client')),
})
const said = new Promise<string>((resolve) => client.on('message', ({ text }) => resolve(text)))
await client.start({ phone: '9996620001', code: '22222', name: 'Installed' })
await client.sendMessage('me', 'Good morning')
strictEqual(await said, 'Good morning')
await client.close()
await server.close()
rmSync(data, { recursive: true })
console.log('fine')
