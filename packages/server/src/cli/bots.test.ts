import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { connectClient } from '../testing/network-client.ts'
import { endAll, run } from './command.fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'chappe-bots-'))
afterEach(endAll)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('chappe-server bots', { timeout: 60_000 }, () => {
  it('makes bots before a server runs and while it does, which sign in at once and are signed out at once', async () => {
    const data = join(folder, 'data')
    const bots = async (...args: string[]): Promise<string> => {
      const { exit, output } = run(['bots', ...args, '--data', data])
      expect(await exit, output.stderr).toBe(0)
      return output.stdout
    }
    const first = JSON.parse(await bots('create', '--username', 'first_bot', '--name', 'First', '--json'))
    expect(first).toEqual({
      id: expect.any(Number),
      username: 'first_bot',
      token: expect.stringMatching(/^\d+:[\w-]{35}$/),
    })

    const server = run(['--data', data, '--port', '0', '--log-format', 'json', '--log-level', 'debug'])
    const { port } = await server.line('listening')
    expect(await bots('token', '@first_bot')).toBe(`${first.token}\n`)
    const publicKey = readFileSync(join(data, 'keys', 'public.pem'), 'utf8')
    const client = connectClient({ port: Number(port), publicKey })
    const signIn = { _: 'auth.importBotAuthorization', flags: 0, apiId: 1, apiHash: 'x' } as const
    const signedIn = await client.call({ ...signIn, botAuthToken: first.token })
    expect(signedIn).toMatchObject({ user: { bot: true, username: 'first_bot' } })

    const revoked = JSON.parse(await bots('revoke', 'first_bot', '--json'))
    await expect(client.call({ ...signIn, botAuthToken: first.token })).rejects.toThrow('ACCESS_TOKEN_EXPIRED')
    await client.call({ ...signIn, botAuthToken: revoked.token })
    await client.close()
    const appointed = await bots('verifier', '@first_bot', '--icon', '⭐️', '--company', 'Guild', '--own-words')
    expect(appointed).toBe('@first_bot verifies for Guild\n')
    expect(await bots('verifier', '@first_bot', '--off')).toBe('@first_bot is a verifier no more\n')
    const wrong = run(['bots', 'verifier', '@first_bot', '--icon', '12345', '--company', 'Guild', '--data', data])
    expect(await wrong.exit).not.toBe(0)
    expect(wrong.output.stderr).toContain('this needs --icon')
    expect(await bots('list')).toBe(`${first.id}  @first_bot  First\n`)
    expect(await bots('app-key')).toMatch(/^[0-9a-f]{64}\n$/)
    expect(await bots('delete', '@first_bot')).toBe('@first_bot is deleted\n')
    expect(await bots('list')).toBe('')
    for (const secret of [first.token, revoked.token]) {
      expect(server.output.stdout + server.output.stderr).not.toContain(secret.split(':')[1])
    }
  })
})
