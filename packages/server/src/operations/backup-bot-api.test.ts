import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStorage } from '@chappe/bot-api'
import { afterAll, expect, it } from 'vitest'
import { createServer } from '../server.ts'
import { backup } from './backup.ts'
import { dataFolder } from './data-folder.fixture.ts'
import { restore } from './restore.ts'

const folder = mkdtempSync(join(tmpdir(), 'chappe-backup-bots-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const quiet = (): void => {}
const random = (length: number): Uint8Array => new Uint8Array(length).fill(7)

interface Answer {
  readonly ok: boolean
  readonly result: Record<string, unknown>
}

async function ask(port: number | undefined, token: string, method: string, params = {}): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${port}/bot${token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  })
  const answer: Answer = JSON.parse(await response.text())
  return answer
}

it('a backup of a running server holds where webhooks lead', async () => {
  const data = join(folder, 'webhook')
  const server = await createServer({ data, botApi: { port: 0 } })
  const { token } = await server.createBot({ username: 'kept_bot', name: 'Kept' })
  const webhook = { url: 'https://bots.example.org/kept', allowed_updates: ['message'], max_connections: 7 }
  expect(await ask(server.botApiPort, token, 'setWebhook', webhook)).toMatchObject({ ok: true })
  const file = join(folder, 'webhook.backup')
  await backup({ data }, file, quiet)
  await server.close()

  const restored = join(folder, 'webhook-restored')
  await restore(file, { data: restored }, quiet)
  const again = await createServer({ data: restored, botApi: { port: 0 } })
  try {
    expect(await ask(again.botApiPort, token, 'getWebhookInfo')).toMatchObject({ ok: true, result: webhook })
  } finally {
    await again.close()
  }
})

it('updates that waited come from it, and later ones under numbers that no bot has seen', async () => {
  const data = await dataFolder(folder, 'queue')
  // More than a piece, so that pieces come back in their order.
  const text = 'x'.repeat(9_000_000)
  const update = (key: string) => ({ key, kind: 'message', json: JSON.stringify({ text, key }), chat: 1 })
  const before = openSqliteStorage(join(data, 'bot-api.db'), random)
  const bot = await before.open(5)
  await bot.append(['a', 'b', 'c'].map(update), 1000)
  const file = join(folder, 'queue.backup')
  await backup({ data }, file, quiet)
  await bot.append([update('lost')], 1000)
  const seen = await bot.pending(0, 10)
  await before.close()

  await restore(file, { data: join(folder, 'queue-restored') }, quiet)
  const after = openSqliteStorage(join(folder, 'queue-restored', 'bot-api.db'), random)
  const again = await after.open(5)
  expect(await again.pending(0, 10)).toEqual(seen.slice(0, 3))
  await again.append([update('new')], 2000)
  const newest = (await again.pending(0, 10)).at(-1)
  expect(newest?.id).toBeGreaterThan(Math.max(...seen.map(({ id }) => id)))
  await after.close()
})

it('a file of bots that is none has the backup refused, by its name', async () => {
  const data = await dataFolder(folder, 'damaged')
  writeFileSync(join(data, 'bot-api.db'), 'no database at all, and longer than its header would be'.repeat(4))
  await expect(backup({ data }, join(folder, 'damaged.backup'), quiet)).rejects.toMatchObject({
    code: 'BACKUP_INVALID',
    message: expect.stringContaining('bot-api.db'),
  })
})
