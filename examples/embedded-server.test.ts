import { execFile, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { conditions } from '../interop/support/tested.ts'

const example = fileURLToPath(new URL('./embedded-server.ts', import.meta.url))
const readme = fileURLToPath(new URL('../packages/server/README.md', import.meta.url))

test('the server in a test starts, is used, and ends with its process', { timeout: 60_000 }, async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [...conditions, example])
  expect(stdout).toBe('Ada wrote: Hello!\n')
})

test('it is what the README of the server shows', () => {
  const [, shown] = /```ts\n(.*?)```/s.exec(readFileSync(readme, 'utf8')) ?? []
  expect(shown).toBe(readFileSync(example, 'utf8'))
})

test('whoever names no example is told which there are', () => {
  const script = fileURLToPath(new URL('../scripts/example.mjs', import.meta.url))
  const { stderr, status } = spawnSync(process.execPath, [script], { encoding: 'utf8' })
  expect(status).not.toBe(0)
  expect(stderr).toMatch(
    /NAME one of bot-buttons, bot-conversation, bot-echo, bot-inline, bot-moderation, chat, echo-server, embedded-server, move-file, secret-chat\n$/,
  )
})
