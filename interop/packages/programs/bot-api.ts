import { strictEqual } from 'node:assert'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type BotApi, createBotApi, openSqliteStorage, parseHtml } from '@chappe/bot-api'
import { createClient } from '@chappe/client'
import { createServer } from '@chappe/server'

strictEqual(parseHtml('<b>Good</b> morning').text, 'Good morning')

const data = mkdtempSync(join(tmpdir(), 'chappe-installed-'))
const server = await createServer()
const { token } = await server.createBot({ username: 'installed_bot', name: 'Installed' })
const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length))
const api: BotApi = createBotApi({
  storage: openSqliteStorage(join(data, 'bots.db'), random),
  openClient: (stored) =>
    createClient({
      apiId: 1,
      apiHash: 'installed',
      dcs: { id: 2, host: server.host, port: server.port },
      serverPublicKey: server.publicKey,
      storage: stored.client,
    }),
  random,
  now: () => Math.floor(Date.now() / 1000),
  sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => {}),
  privateWebhooks: false,
  onFault: (error, what) => console.error(what, error),
})
api.http.listen(0, '127.0.0.1')
await once(api.http, 'listening')
const address = api.http.address()
const port = typeof address === 'object' ? address?.port : undefined
const answer = await fetch(`http://127.0.0.1:${port}/bot${token}/getMe`)
strictEqual(JSON.parse(await answer.text()).result.username, 'installed_bot')
await api.close()
await server.close()
rmSync(data, { recursive: true })
console.log('fine')
