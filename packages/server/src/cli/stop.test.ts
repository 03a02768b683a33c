import { randomInt } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { lockFolder } from '../config/lock-folder.ts'
import { connectClient } from '../testing/network-client.ts'
import { endAll, type Run, run } from './command.fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'chappe-stop-'))
afterEach(endAll)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function startOn(data: string): Run {
  return run(['--data', data, '--port', '0', '--log-format', 'json'])
}

/** Keeps a server busy with what it has to store, until the answer is called. */
async function load({ line }: Run, data: string): Promise<() => Promise<void>> {
  const { port } = await line('listening')
  const publicKey = readFileSync(join(data, 'keys', 'public.pem'), 'utf8')
  const client = connectClient({ port: Number(port), publicKey })
  const phoneNumber = '9996610001'
  const sent = await client.call({
    ...{ _: 'auth.sendCode', phoneNumber, apiId: 1, apiHash: 'x' },
    settings: { _: 'codeSettings' },
  })
  const { phoneCodeHash } = sent._ === 'auth.sentCode' ? sent : { phoneCodeHash: '' }
  const login = await client.call({ _: 'auth.signIn', phoneNumber, phoneCodeHash, phoneCode: '11111' })
  if (login._ === 'auth.authorizationSignUpRequired') {
    await client.call({ _: 'auth.signUp', phoneNumber, phoneCodeHash, firstName: 'Claude', lastName: '' })
  }
  let randomId = BigInt(randomInt(2 ** 47)) << 16n
  const attempt = (): Promise<unknown> =>
    client.call({ _: 'messages.sendMessage', peer: { _: 'inputPeerSelf' }, message: 'x', randomId: randomId++ })
  for (let i = 0; i < 20; i++) await attempt()
  let ended = false
  const streams = Array.from({ length: 4 }, async () => {
    while (!ended) await attempt().catch(() => {})
  })
  return async () => {
    ended = true
    await client.close()
    await Promise.all(streams)
  }
}

describe('a stop', { timeout: 120_000 }, () => {
  it('ends in order under load, at whatever moment it comes', async () => {
    const data = join(folder, 'busy')
    const seed = randomInt(1_000)
    for (let times = 0; times < 4; times++) {
      const server = startOn(data)
      const endLoad = await load(server, data)
      await new Promise((resolve) => setTimeout(resolve, ((seed + times * 331) % 1_000) / 2))
      server.child.kill(times % 2 === 0 ? 'SIGTERM' : 'SIGINT')
      expect(await server.exit, `seed ${seed}, ${server.output.stderr}`).toBe(0)
      expect(server.output.stdout, `seed ${seed}`).toContain('"msg":"stopped"')
      await endLoad()
      // Whoever stopped in order holds nothing any more, and left no log that is still to be written back.
      lockFolder(data)()
    }
  })

  it('that is asked for while the server starts comes when it has started, and leaves nothing half made', async () => {
    const seed = randomInt(1_000)
    for (let times = 0; times < 3; times++) {
      const data = join(folder, `starting-${times}`)
      const server = startOn(data)
      await new Promise((resolve) => setTimeout(resolve, ((seed + times * 331) % 1_000) / 1.5))
      server.child.kill('SIGTERM')
      const code = await server.exit
      const { stdout, stderr } = server.output
      // Before it heard signals it had not begun anything.
      if (code === null) expect(stdout, `seed ${seed}`).toBe('')
      else
        expect({ code, stopped: stdout.includes('"msg":"stopped"'), stderr }, `seed ${seed}`).toEqual({
          code: 0,
          stopped: true,
          stderr: '',
        })
      const again = startOn(data)
      await again.line('listening')
      again.child.kill('SIGTERM')
      expect(await again.exit).toBe(0)
    }
  })
})
