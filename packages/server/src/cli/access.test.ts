import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { api } from '@chappe/tl-codec/api'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { connectClient, type NetworkClient } from '../testing/network-client.ts'
import { endAll, run } from './command.fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'chappe-access-'))
const clients: NetworkClient[] = []
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close()
  endAll()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function connect(data: string, port: unknown): NetworkClient {
  const publicKey = readFileSync(join(data, 'keys', 'public.pem'), 'utf8')
  const client = connectClient({ port: Number(port), publicKey })
  clients.push(client)
  return client
}

const phoneNumber = '+491701234567'

async function sendCode(client: NetworkClient): Promise<string> {
  const settings: api.codeSettings = { _: 'codeSettings' }
  const sent = await client.call({ _: 'auth.sendCode', phoneNumber, apiId: 1, apiHash: 'x', settings })
  return sent._ === 'auth.sentCode' ? sent.phoneCodeHash : ''
}

describe('a server for invited people', { timeout: 60_000 }, () => {
  it('takes invitations while it runs, and brings them their codes by a command of the operator', async () => {
    const data = join(folder, 'invited')
    const inbox = join(folder, 'inbox')
    const script = join(folder, 'send.sh')
    writeFileSync(script, `#!/bin/sh\necho "$CHAPPE_PHONE $CHAPPE_CODE" > ${inbox}\n`, { mode: 0o700 })
    const options = ['--data', data, '--port', '0', '--registration', 'invited', '--code-command', script]
    const server = run([...options, '--log-format', 'json'])
    const { port, testAccounts } = await server.line('listening')
    expect(testAccounts).toBe(false)
    const client = connect(data, port)
    await expect(sendCode(client)).rejects.toMatchObject({ message: 'PHONE_NUMBER_APP_SIGNUP_FORBIDDEN' })
    expect(existsSync(inbox)).toBe(false)

    const invite = async (...args: string[]): Promise<string> => {
      const { exit, output } = run(['invite', ...args, '--data', data, '--registration', 'invited'])
      expect(await exit, output.stderr).toBe(0)
      return output.stdout
    }
    expect(await invite('add', '+49 170 1234567', '+4420000001')).toBe(
      '+491701234567 may sign up\n+4420000001 may sign up\n',
    )
    expect(await invite('revoke', '+4420000001')).toBe('+4420000001 may not sign up any more\n')
    expect(await invite('list')).toMatch(/^\+491701234567 {2}since [0-9TZ:.-]+\n$/)

    const phoneCodeHash = await sendCode(client)
    const [to, phoneCode = ''] = readFileSync(inbox, 'utf8').trim().split(' ')
    expect(to).toBe(phoneNumber)
    const named = { phoneNumber, phoneCodeHash }
    await client.call({ _: 'auth.signIn', ...named, phoneCode })
    const signedUp = await client.call({ _: 'auth.signUp', ...named, firstName: 'A', lastName: '' })
    expect(signedUp).toMatchObject({ _: 'auth.authorization' })
    expect(await invite('list')).toBe('')
    expect(server.output.stdout).not.toContain(phoneCode)

    // And while it does not run.
    server.child.kill('SIGTERM')
    expect(await server.exit).toBe(0)
    expect(server.output.stdout).toContain('"stopped"')
    await invite('add', '+4420000002')
    expect(await invite('list')).toContain('+4420000002')
    for (const args of [
      ['invite'],
      ['invite', 'add'],
      ['invite', 'add', '4420000002'],
      ['invite', 'drop', '+4420000002'],
    ]) {
      const wrong = run([...args, '--data', data])
      expect(await wrong.exit).toBe(2)
      expect(wrong.output.stderr).toMatch(/^chappe-server: [^\n]+\n$/)
    }
  })
})

describe('whoever opens a server to others', { timeout: 60_000 }, () => {
  it('is told by a line at the start that test accounts are on, whenever they are', async () => {
    const warned = async (...options: string[]): Promise<boolean> => {
      const data = join(folder, `warned-${options.length}-${options.join('').length}`)
      const server = run(['--data', data, '--port', '0', '--log-format', 'json', ...options])
      await server.line('listening')
      server.child.kill('SIGTERM')
      await server.exit
      return server.output.stdout.includes('test accounts are on')
    }
    expect(await warned()).toBe(true)
    expect(await warned('--no-test-accounts')).toBe(false)
    expect(await warned('--public-host', '192.0.2.1')).toBe(false)
    expect(await warned('--public-host', '192.0.2.1', '--test-accounts')).toBe(true)
  })

  it('is told by doctor of codes that reach nobody, of test accounts, and of an address that leads nowhere', async () => {
    const look = async (...options: string[]): Promise<string> => {
      const { exit, output } = run(['doctor', '--data', join(folder, 'none'), '--port', '0', ...options])
      await exit
      return output.stdout
    }
    const alone = await look()
    expect(alone).toMatch(/^ok +test accounts: on/m)
    expect(alone).toMatch(/^ok +login codes: are only printed/m)
    const open = await look('--host', '0.0.0.0')
    expect(open).toMatch(/^warning +address for clients: .*127\.0\.0\.1\n +-> say by --public-host/m)
    expect(open).toMatch(/^ok +test accounts: off/m)
    expect(open).toMatch(/^warning +login codes: are only printed in the log\n +-> .*--code-command/m)
    const proxied = await look('--public-host', 'no-such-host.invalid', '--test-accounts', '--code-command', 'true')
    expect(proxied).toMatch(/^FAILURE +address for clients: .*no-such-host\.invalid/m)
    expect(proxied).toMatch(/^warning +test accounts: on.*\n +-> .*leave --test-accounts out/m)
    expect(proxied).toMatch(/^ok +login codes: go out by a command/m)
  })
})

describe('a server for tests', { timeout: 60_000 }, () => {
  it('has no rate limits if told so', async () => {
    const data = join(folder, 'unlimited')
    const server = run(['--data', data, '--port', '0', '--log-format', 'json', '--no-rate-limits'])
    const { port } = await server.line('listening')
    const client = connect(data, port)
    const settings: api.codeSettings = { _: 'codeSettings' }
    const about = { apiId: 1, apiHash: 'x', settings }
    for (let i = 0; i < 60; i++) await client.call({ _: 'auth.sendCode', phoneNumber: `99966100${10 + i}`, ...about })
  })
})
