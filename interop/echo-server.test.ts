import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { MemoryStorage, TelegramClient } from '@mtcute/node'
import { addPublicKey, NodeCryptoProvider } from '@mtcute/node/utils.js'
import { expect, test } from 'vitest'
import { conditions } from './support/tested.ts'

const EXAMPLE = fileURLToPath(new URL('../examples/echo-server.ts', import.meta.url))

test('the echo server of examples/ answers an unmodified mtcute client', { timeout: 60_000 }, async () => {
  const child = spawn(process.execPath, [...conditions, EXAMPLE], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const output = await new Promise<string>((resolve, reject) => {
      let text = ''
      child.stdout.on('data', (chunk: Buffer) => {
        text += chunk.toString()
        if (text.includes('-----END RSA PUBLIC KEY-----')) resolve(text)
      })
      child.once('exit', (code) => reject(new Error(`the example ended with ${code}`)))
    })
    const dc = { id: 2, ipAddress: '127.0.0.1', port: Number(/port (\d+)/.exec(output)?.[1]) }
    const crypto = new NodeCryptoProvider()
    await crypto.initialize()
    addPublicKey(crypto, output.slice(output.indexOf('-----')))
    const storage = new MemoryStorage()
    const defaultDcs = { main: dc, media: { ...dc, mediaOnly: true } }
    const client = new TelegramClient({ apiId: 1, apiHash: 'x', storage, defaultDcs, crypto, disableUpdates: true })
    try {
      expect(await client.call({ _: 'help.getNearestDc' })).toMatchObject({ _: 'nearestDc', country: 'FR' })
      expect(await client.call({ _: 'help.getSupportName' })).toMatchObject({ name: expect.stringMatching(/^echo/) })
    } finally {
      await client.destroy()
    }
  } finally {
    child.kill()
  }
})
