import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ChappeUser, signUpChappe } from './support/chappe-user.ts'
import { ServerProcess } from './support/server-process.ts'
import { conditions } from './support/tested.ts'
import { until } from './support/until.ts'

const README = fileURLToPath(new URL('../packages/client/README.md', import.meta.url))
const CHAT = fileURLToPath(new URL('../examples/chat.ts', import.meta.url))
const MODULES = fileURLToPath(new URL('node_modules', import.meta.url))
const BOT_PHONE = '9996620001'

let server: ServerProcess
let folder: string
let bot: ChildProcess
let said = ''
let stranger: ChappeUser

/** The first program of the README as it stands, but for the port. */
beforeAll(async () => {
  server = await ServerProcess.start()
  folder = mkdtempSync(join(tmpdir(), 'chappe-readme-'))
  mkdirSync(join(folder, 'chappe-data', 'keys'), { recursive: true })
  writeFileSync(join(folder, 'chappe-data', 'keys', 'public.pem'), server.publicKey)
  symlinkSync(MODULES, join(folder, 'node_modules'))
  const [, program] = /```ts\n([\s\S]*?)```/.exec(readFileSync(README, 'utf8')) ?? []
  expect(program?.split('port: 4430')).toHaveLength(2)
  writeFileSync(join(folder, 'bot.mts'), program?.replace('port: 4430', `port: ${server.port}`) ?? '')
  bot = spawn(process.execPath, [...conditions, 'bot.mts'], { cwd: folder, stdio: 'pipe' })
  for (const stream of [bot.stdout, bot.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
  }
  stranger = await signUpChappe(server, '9996630001', 'Stranger')
}, 90_000)

afterAll(async () => {
  bot?.kill()
  await stranger?.client.close()
  await server?.dispose()
  if (folder !== undefined) rmSync(folder, { recursive: true })
})

test('the echo bot of the README survives whatever a stranger sends', { timeout: 60_000 }, async () => {
  const { client, seen } = stranger
  let before = 0
  const answered = async (count: number): Promise<void> => {
    await until(
      () => seen.length === before + count,
      () => `${seen.length - before} answers came, and the bot says: ${said}`,
    )
    expect(bot.exitCode).toBeNull()
  }
  await until(
    () =>
      client.resolve(`+${BOT_PHONE}`).then(
        () => true,
        () => false,
      ),
    () => `the bot is not signed in: ${said}`,
  )
  // It is there before it follows updates, and what was written in between is no news to it.
  let asked = 0
  await until(
    async () => {
      await client.sendMessage(`+${BOT_PHONE}`, `hello ${++asked}`)
      await new Promise((resolve) => setTimeout(resolve, 300))
      return seen.length > 0
    },
    () => `${asked} greetings were not answered, and the bot says: ${said}`,
  )
  await until(
    () => seen.includes(`You said: hello ${asked}`),
    () => `the last greeting was not answered: ${seen.join()}`,
  )
  before = seen.length - 1
  const peer = await client.resolve(`+${BOT_PHONE}`)
  await client.sendMessage(peer, 'x'.repeat(4090))
  await client.sendMessage(peer, '😀'.repeat(2040))
  await answered(3)
  await client.call({
    _: 'messages.sendMedia',
    ...{ peer, message: '', randomId: 1n, media: { _: 'inputMediaDice', emoticon: '🎲' } },
  })
  await client.call({ _: 'messages.setHistoryTTL', peer, period: 86_400 })
  await client.sendMessage(peer, '\u202e\u0000 %s <b>')
  await answered(4)
  await client.sendMessage(peer, 'still there?')
  await answered(5)
  expect(seen.at(-1)).toBe('You said: still there?')
})

/** What the chat of examples/ says, and how it ends. */
async function runChat(args: readonly string[]): Promise<{ readonly code: number | null; readonly lines: string[] }> {
  const child = spawn(process.execPath, [...conditions, CHAT, ...args], { stdio: 'pipe' })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString()
    })
  }
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, lines: text.trim().split('\n') }
}

test('the chat of examples/ says in one line that there is no server', { timeout: 60_000 }, async () => {
  const listener = createServer()
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const address = listener.address()
  const port = typeof address === 'object' ? String(address?.port) : expect.fail()
  await new Promise((resolve) => listener.close(resolve))
  const pem = join(folder, 'chappe-data', 'keys', 'public.pem')
  const away = await runChat(['127.0.0.1', port, pem])
  expect(away).toEqual({ code: 1, lines: [expect.stringMatching(/^No chat with .*ECONNREFUSED.*npm start$/)] })
  const neverStarted = await runChat(['127.0.0.1', port, join(folder, 'nowhere.pem')])
  expect(neverStarted).toEqual({ code: 1, lines: [expect.stringMatching(/^No chat with .*nowhere\.pem.*npm start$/)] })
})

test('and chats with one', { timeout: 60_000 }, async () => {
  // The bot has the number of one of the two, and would answer in its place.
  const gone = new Promise((resolve) => bot.once('exit', resolve))
  bot.kill()
  await gone
  const { code, lines } = await runChat([
    '127.0.0.1',
    String(server.port),
    join(folder, 'chappe-data', 'keys', 'public.pem'),
  ])
  expect({ code, said: lines.join('\n') }).toEqual({
    code: 0,
    said: expect.stringContaining('Bob reads: Fine. Shall we build a messenger?'),
  })
})
