import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ChappeUser, signUpChappe } from './support/chappe-user.ts'
import { makeBot } from './support/make-bot.ts'
import { ServerProcess } from './support/server-process.ts'
import { until } from './support/until.ts'

const README = fileURLToPath(new URL('../packages/bot-api/README.md', import.meta.url))
const MODULES = fileURLToPath(new URL('node_modules', import.meta.url))

let server: ServerProcess
let folder: string
let person: ChappeUser
let token: string
const programs: ChildProcess[] = []
let said = ''

beforeAll(async () => {
  server = await ServerProcess.start({ args: ['--bot-api-port', '0'] })
  folder = mkdtempSync(join(tmpdir(), 'chappe-readme-'))
  mkdirSync(join(folder, 'chappe-data', 'keys'), { recursive: true })
  writeFileSync(join(folder, 'chappe-data', 'keys', 'public.pem'), server.publicKey)
  symlinkSync(MODULES, join(folder, 'node_modules'))
  person = await signUpChappe(server, '9996630002', 'Person')
  token = (await makeBot(server, 'echo_bot', 'Echo')).token
}, 90_000)

afterAll(async () => {
  for (const program of programs) program.kill()
  await person?.client.close()
  await server?.dispose()
  if (folder !== undefined) rmSync(folder, { recursive: true })
})

const blocks = [...readFileSync(README, 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)].map(([, text = '']) => text)

function run(name: string, text: string): ChildProcess {
  writeFileSync(join(folder, name), text)
  const env = { ...process.env, BOT_TOKEN: token }
  const child = spawn(process.execPath, ['--conditions=@chappe/source', name], { cwd: folder, stdio: 'pipe', env })
  programs.push(child)
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
  }
  return child
}

function echoAt(port: number): string {
  const [text = ''] = blocks
  expect(text.split('127.0.0.1:8081')).toHaveLength(2)
  return text.replace('127.0.0.1:8081', `127.0.0.1:${port}`)
}

async function isEchoed(text: string): Promise<void> {
  await person.client.sendMessage('@echo_bot', text)
  await until(
    () => person.seen.includes(text),
    () => `${person.seen.join()} came, and the programs say: ${said}`,
    30_000,
  )
}

test('the bot of the README answers through the server, and through the program of its own', {
  timeout: 90_000,
}, async () => {
  expect(blocks).toHaveLength(2)
  const first = run('echo.mts', echoAt(server.botApiPort))
  await isEchoed('through the server')
  first.kill()
  const [, alone = ''] = blocks
  expect(alone.split('port: 4430')).toHaveLength(2)
  const port = await freePort()
  run('alone.mts', alone.replace('port: 4430', `port: ${server.port}`).replace('8081', String(port)))
  await until(
    () =>
      fetch(`http://127.0.0.1:${port}/`).then(
        () => true,
        () => false,
      ),
    () => `nobody listens: ${said}`,
  )
  run('echo-alone.mts', echoAt(port))
  await isEchoed('over MTProto')
})

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => listener.once('listening', resolve))
  const { port } = listener.address() as AddressInfo
  await new Promise((resolve) => listener.close(resolve))
  return port
}
