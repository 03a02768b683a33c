import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openSqliteStorage } from './sqlite-storage.ts'
import { continueUpdateNumbers, nextUpdateNumbers } from './update-numbers.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chappe-numbers-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const random = (length: number): Uint8Array => new Uint8Array(length).fill(7)
const bot = 5

let files = 0

it('gives no number again after the storage was put back, and keeps what waits in its order', async () => {
  const property = fc.asyncProperty(fc.nat(8), fc.nat(8), fc.nat(12), async (before, confirmed, later) => {
    const path = join(folder, `${files++}.db`)
    const storage = openSqliteStorage(path, random)
    const stored = await storage.open(bot)
    const [first = 0] = [nextUpdateNumbers(path).get(bot) ?? 0]
    const update = (at: number) => ({ key: `${at}`, kind: 'message', json: String(at), chat: 1 })
    await stored.append(
      Array.from({ length: before }, (_, at) => update(at)),
      0,
    )
    await stored.confirm(first + Math.min(before, confirmed))
    const waiting = (await stored.pending(0, 100)).map(({ json }) => json)
    await storage.close()

    const given = first + before + later
    continueUpdateNumbers(path, new Map([[bot, given]]))
    const again = openSqliteStorage(path, random)
    const restored = await again.open(bot)
    await restored.append([update(1000)], 0)
    const pending = await restored.pending(0, 100)
    await again.close()
    expect(pending.map(({ json }) => json)).toEqual([...waiting, '1000'])
    for (const { id } of pending) expect(id).toBeGreaterThanOrEqual(given)
    expect(new Set(pending.map(({ id }) => id)).size).toBe(pending.length)
  })
  await fc.assert(property, { numRuns: 20 })
})
