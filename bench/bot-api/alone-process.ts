import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { createBotApi, openSqliteStorage } from '@chappe/bot-api'
import { createClient } from '@chappe/client'
import { tellCpu } from './tell-cpu.ts'

/** The Bot API beside a server, as `chappe-bot-api` has it; tells where it listens, and its CPU time whenever it is asked. */
const [, , port = '', serverPublicKey = '', file = ''] = process.argv
const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length))
const api = createBotApi({
  storage: openSqliteStorage(file, random, { exclusive: true }),
  openClient: ({ client }) =>
    createClient({
      ...{ apiId: 1, apiHash: 'bench', log: false, serverPublicKey, storage: client },
      dcs: { id: 2, host: '127.0.0.1', port: Number(port) },
    }),
  random,
  now: () => Math.floor(Date.now() / 1_000),
  sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => {}),
  privateWebhooks: true,
  onFault: (error, what) => process.stderr.write(`${what}: ${error}\n`),
})
tellCpu()
process.on('SIGTERM', () => void api.close().then(() => process.exit(0)))
api.http.listen(0, '127.0.0.1', () => process.send?.({ botApiPort: (api.http.address() as AddressInfo).port }))
