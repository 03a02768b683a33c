import type { Client } from '@chappe/client'
import { afterAll, describe, expect, test } from 'vitest'
import { tryLockFolder } from '../packages/server/src/config/lock-folder.ts'
import { createChappe } from './support/chappe-user.ts'
import { codeOf } from './support/code-of.ts'
import { historyTexts, signInMtcute, signUpMtcute } from './support/mtcute-user.ts'
import { type CommandProcess, ServerProcess } from './support/server-process.ts'
import { until } from './support/until.ts'

const servers: ServerProcess[] = []
afterAll(async () => {
  for (const server of servers) await server.dispose()
})

async function start(): Promise<ServerProcess> {
  const server = await ServerProcess.start({ args: ['--no-rate-limits'] })
  servers.push(server)
  return server
}

const numberOf = (nth: number): string => `99966${10_000 + nth}`

async function signInChappe(server: ServerProcess, phone: string): Promise<Client> {
  const client = createChappe(server)
  await client.start({ phone, code: codeOf(phone) })
  return client
}

/** Resolves when a command without a server is at work on the data folder. */
function holdsFolder({ folder }: ServerProcess, { child, output }: CommandProcess): Promise<void> {
  const isHeld = (): boolean => {
    const unlock = tryLockFolder(folder)
    unlock?.()
    return unlock === undefined
  }
  return until(
    () => child.exitCode !== null || isHeld(),
    () => output.stderr,
    60_000,
  )
}

/** What a user has in each chat and group, oldest first: by the number of the other user, or below zero of the group. */
async function chatsOf(client: Client): Promise<Map<bigint, string[]>> {
  const chats = new Map<bigint, string[]>()
  for await (const { peer } of client.dialogs()) {
    const key = peer._ === 'peerUser' ? peer.userId : peer._ === 'peerChat' ? -peer.chatId : 0n
    if (key === 777_000n) continue
    const texts: string[] = []
    for await (const message of client.history(peer)) {
      if (message._ === 'message') texts.push(`${message.id} ${message.date} ${message.message}`)
    }
    chats.set(key, texts.reverse())
  }
  return chats
}

const withoutNumber = (texts: readonly string[] = []): string[] => texts.map((text) => text.replace(/^\d+ /, ''))

/** How many messages the first users have written, each chat and group looked at by all who are in it. */
async function checkChats(server: ServerProcess, users: number): Promise<number> {
  const seen = new Map<bigint, Map<bigint, string[]>>()
  for (let nth = 1; nth <= users; nth++) {
    const client = await signInChappe(server, numberOf(nth))
    const { id } = await client.getMe()
    seen.set(id, await chatsOf(client))
    await client.close()
  }
  const groups = new Map<bigint, string[]>()
  let copies = 0
  for (const [id, chats] of seen) {
    for (const [peer, texts] of chats) {
      const same = withoutNumber(texts)
      if (peer < 0n) {
        expect(same).toEqual(groups.get(peer) ?? same)
        groups.set(peer, same)
        continue
      }
      expect(withoutNumber(seen.get(peer)?.get(id))).toEqual(same)
      copies += texts.length
    }
  }
  return copies / 2 + [...groups.values()].reduce((sum, { length }) => sum + length, 0)
}

describe.skipIf(process.platform === 'win32')('chappe-server seed', { timeout: 180_000 }, () => {
  test('fills a running server, whose users are read by our client and by mtcute', async () => {
    const server = await start()
    const claude = await signUpMtcute(server, '9996690001', 'Claude')
    const plan = ['seed', '--users', '6', '--chats', '15', '--groups', '3', '--group-size', '6', '--messages', '900']
    const seed = server.command([...plan, '--json'])
    expect(await seed.exit, seed.output.stderr).toBe(0)
    const made = JSON.parse(seed.output.stdout)
    expect(made).toMatchObject({ users: 6, chats: 15, groups: 3, messages: 900, isWhole: true, wasWhole: false })
    expect(made.accounts[0]).toMatchObject({ phone: '+9996610001', code: '11111' })
    expect(await checkChats(server, 6)).toBe(900)

    const first = await signInMtcute(server, '9996610001')
    const ours = await signInChappe(server, '9996610001')
    const chats = await chatsOf(ours)
    expect(chats.size).toBe(8)
    const peers: number[] = []
    for await (const dialog of first.client.iterDialogs()) peers.push(dialog.peer.id)
    // With that of the service account.
    expect(peers).toHaveLength(9)
    for (const [peer, texts] of chats) {
      const theirs = await historyTexts(first.client, Number(peer))
      // Without the service messages of groups.
      expect(theirs.filter((text) => text !== '')).toEqual(texts.map((text) => text.replace(/^\d+ \d+ /, '')))
    }
    // The server has gone on for others: who it is by name is found.
    const found = await claude.client.call({ _: 'contacts.resolveUsername', username: made.accounts[2].username })
    expect(found.users).toHaveLength(1)

    const again = server.command(plan)
    expect(await again.exit).toBe(0)
    expect(again.output.stdout).toMatch(/^Nothing to do: 6 users, 15 chats, 3 groups and 900 messages/)
    await Promise.all([claude.client.destroy(), first.client.destroy(), ours.close()])
  })

  test('says that the server was killed in the middle, and goes on where it was; nothing is there by half', async () => {
    const server = await start()
    const plan = ['seed', '--users', '10', '--chats', '45', '--groups', '4', '--messages', '10000']
    const seed = server.command(plan)
    await until(
      () => seed.child.exitCode !== null || server.log.includes('"command":"seed"'),
      () => seed.output.stderr,
      60_000,
    )
    await new Promise((resolve) => setTimeout(resolve, 300))
    await server.kill()
    expect(await seed.exit, seed.output.stdout).toBe(1)
    expect(seed.output.stderr).toMatch(/^chappe-server: the server ended without an answer.*same command again/)
    await server.start()
    // What of it is there stands in both boxes.
    const before = await checkChats(server, 10)
    expect(before).toBeGreaterThan(0)
    expect(before).toBeLessThan(10_000)

    // Once more, by the command alone, which is interrupted, and then killed.
    await server.stop()
    const interrupted = server.command(plan)
    await holdsFolder(server, interrupted)
    interrupted.child.kill('SIGINT')
    expect(await interrupted.exit, interrupted.output.stderr).toBe(1)
    expect(interrupted.output.stderr).not.toContain('Warning')
    expect(interrupted.output.stdout).toMatch(/^Stopped: .*Give the same command again/)
    const killed = server.command(plan)
    await holdsFolder(server, killed)
    killed.child.kill('SIGKILL')
    expect(await killed.exit).toBe(null)
    const last = server.command(plan)
    expect(await last.exit, last.output.stderr).toBe(0)
    expect(last.output.stdout).toMatch(/10,000 messages/)
    await server.start()
    expect(await checkChats(server, 10)).toBe(10_000)
  })

  test('goes on for people while it is made, ends with the server, and is told so', async () => {
    const server = await start()
    const seed = server.command(['seed', '--users', '100', '--messages', '100000'])
    await until(
      () => server.log.includes('"command":"seed"'),
      () => seed.output.stderr,
      60_000,
    )
    const claude = await signUpMtcute(server, '9996690001', 'Claude')
    const sent = await claude.client.sendText('me', 'served')
    expect(sent.text).toBe('served')
    await server.stop()
    expect(await seed.exit).toBe(1)
    expect(seed.output.stderr).toMatch(/^chappe-server: the server ends: .* are there: give the same command again/)
    expect(server.log).toContain('"msg":"stopped"')
    await claude.client.destroy()
  })
})
