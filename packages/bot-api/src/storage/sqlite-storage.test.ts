import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { maxPending, type NewUpdate } from './bot-storage.ts'
import { openSqliteStorage } from './sqlite-storage.ts'

test('keeps as many updates as it may, the newest, and an old one for as long as there is room', async () => {
  const storage = openSqliteStorage(':memory:', randomBytes)
  const bot = await storage.open(1)
  let made = 0
  const append = (count: number): Promise<void> =>
    bot.append(
      Array.from({ length: count }, (): NewUpdate => ({ key: `${++made}`, kind: 'message', json: '{}', chat: 1 })),
      made,
    )
  await append(1)
  const [oldest] = await bot.pending(0, 1)
  const first = oldest?.id ?? 0
  // A webhook that waits for one chat alone takes all the others.
  await append(maxPending - 1)
  await bot.remove([first + 1])
  await append(1)
  expect(await bot.count()).toBe(maxPending)
  expect(await bot.pending(0, 2)).toMatchObject([{ id: first }, { id: first + 2 }])
  await append(3)
  expect(await bot.count()).toBe(maxPending)
  expect(await bot.pending(0, 1)).toMatchObject([{ id: first + 4 }])
  await storage.close()
})
