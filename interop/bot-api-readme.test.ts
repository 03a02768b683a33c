import { type AddressInfo, createServer } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ChappeUser, signUpChappe } from './support/chappe-user.ts'
import { DocumentFolder, programsIn } from './support/document-programs.ts'
import { makeBot } from './support/make-bot.ts'
import { ServerProcess } from './support/server-process.ts'
import { until } from './support/until.ts'

const blocks = programsIn(new URL('../packages/bot-api/README.md', import.meta.url), ['ts'])

let server: ServerProcess
let folder: DocumentFolder
let person: ChappeUser
let token: string

beforeAll(async () => {
  server = await ServerProcess.start({ args: ['--bot-api-port', '0'] })
  folder = new DocumentFolder(server.publicKey)
  person = await signUpChappe(server, '9996630002', 'Person')
  token = (await makeBot(server, 'echo_bot', 'Echo')).token
}, 90_000)

afterAll(async () => {
  folder?.dispose()
  await person?.client.close()
  await server?.dispose()
})

function echoAt(port: number): string {
  const [text = ''] = blocks
  expect(text.split('127.0.0.1:8081')).toHaveLength(2)
  return text.replace('127.0.0.1:8081', `127.0.0.1:${port}`)
}

async function isEchoed(text: string): Promise<void> {
  await person.client.sendMessage('@echo_bot', text)
  await until(
    () => person.seen.includes(text),
    () => `${person.seen.join()} came, and the programs say: ${folder.said}`,
    30_000,
  )
}

test('the bot of the README answers through the server, and through the program of its own', {
  timeout: 90_000,
}, async () => {
  expect(blocks).toHaveLength(2)
  const env = { BOT_TOKEN: token }
  const first = folder.run('echo.mts', echoAt(server.botApiPort), env)
  await isEchoed('through the server')
  first.kill()
  const [, alone = ''] = blocks
  expect(alone.split('port: 4430')).toHaveLength(2)
  const port = await freePort()
  folder.run('alone.mts', alone.replace('port: 4430', `port: ${server.port}`).replace('8081', String(port)), env)
  await until(
    () =>
      fetch(`http://127.0.0.1:${port}/`).then(
        () => true,
        () => false,
      ),
    () => `nobody listens: ${folder.said}`,
  )
  folder.run('echo-alone.mts', echoAt(port), env)
  await isEchoed('over MTProto')
})

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => listener.once('listening', resolve))
  const { port } = listener.address() as AddressInfo
  await new Promise((resolve) => listener.close(resolve))
  return port
}
