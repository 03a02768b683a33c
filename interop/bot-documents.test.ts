import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ChappeUser, signUpChappe } from './support/chappe-user.ts'
import { DocumentFolder, programsIn } from './support/document-programs.ts'
import { findPythonTelegramBot } from './support/find-python-package.ts'
import { makeBot } from './support/make-bot.ts'
import { ServerProcess } from './support/server-process.ts'
import { until } from './support/until.ts'

const DOCUMENT = new URL('../docs/bots.md', import.meta.url)
const [grammy = '', ...others] = programsIn(DOCUMENT, ['ts', 'js'])
const [telegraf = '', nodeTelegramBotApi = '', gramio = '', puregram = ''] = others
const [pythonTelegramBot = ''] = programsIn(DOCUMENT, ['py'])
const found = await findPythonTelegramBot()
if ('missing' in found) process.stderr.write(`\n!!! NOT TESTED: python-telegram-bot. ${found.missing}.\n\n`)

let server: ServerProcess
let folder: DocumentFolder
let person: ChappeUser

beforeAll(async () => {
  server = await ServerProcess.start({ args: ['--bot-api-port', '0'] })
  folder = new DocumentFolder(server.publicKey)
  person = await signUpChappe(server, '9996630003', 'Person')
}, 90_000)

afterAll(async () => {
  folder?.dispose()
  await person?.client.close()
  await server?.dispose()
})

/** Runs a program of the document as it stands, but for the port, and talks to it. */
async function talkTo(
  name: string,
  file: string,
  program: string,
  command?: readonly [string, ...string[]],
): Promise<void> {
  expect(program).toContain('127.0.0.1:8081')
  const username = `${name.toLowerCase().replace(/\W/g, '_')}_bot`
  const { token } = await makeBot(server, username, name)
  const text = program.replaceAll('127.0.0.1:8081', `127.0.0.1:${server.botApiPort}`)
  const running = folder.run(file, text, { BOT_TOKEN: token }, command)
  for (const [said, answer] of [
    ['/start', `hello from ${name}`],
    [`are you ${name}?`, `are you ${name}?`],
  ] as const) {
    await person.client.sendMessage(`@${username}`, said)
    await until(
      () => person.seen.includes(answer),
      () => `${person.seen.join()} came, and the programs say: ${folder.said}`,
      30_000,
    )
  }
  running.kill()
  expect(server.log).not.toContain(token)
}

test('the bot of grammY in the document answers', { timeout: 60_000 }, () => talkTo('grammY', 'grammy.mts', grammy))

test('the bot of Telegraf in the document answers', { timeout: 60_000 }, () =>
  talkTo('Telegraf', 'telegraf.mjs', telegraf),
)

test('the bot of node-telegram-bot-api in the document answers', { timeout: 60_000 }, () =>
  talkTo('node-telegram-bot-api', 'node-telegram-bot-api.mjs', nodeTelegramBotApi),
)

test('the bot of GramIO in the document answers', { timeout: 60_000 }, () => talkTo('GramIO', 'gramio.mjs', gramio))

test('the bot of puregram in the document answers', { timeout: 60_000 }, () =>
  talkTo('puregram', 'puregram.mjs', puregram),
)

test.skipIf('missing' in found)(
  'the bot of python-telegram-bot in the document answers',
  { timeout: 60_000 },
  async () => {
    if ('missing' in found) return
    await talkTo('Python', 'python_bot.py', pythonTelegramBot, [found.python, '-B'])
  },
)
