import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { bigIntToBytes, DH_GENERATOR, DH_PRIME, generateDhKeyPair } from '@chappe/crypto'
import { openSqliteStore } from '@chappe/server'
import { type api, decode } from '@chappe/tl-codec/api'
import type { BenchRow } from '../row.ts'
import { createAccounts } from '../server/accounts.ts'
import { type ServerHandle, startServer } from '../server/server-handle.ts'
import { connectUsers, find, type User } from '../server/user.ts'
import { random } from './pair.ts'

const PAIRS = 20
/** So many of each sender are unanswered at a time. */
const UNANSWERED = 8
/** A text of some sixty letters, padded and encrypted, is about as long. */
const PACKET_BYTES = 24 + 160

/** What one person says to another, and how it arrives. */
interface Line {
  send(): Promise<unknown>
  readonly receiver: User
  isArrival(update: api.Update): boolean
}

/**
 * What relaying costs: messages a second and CPU of the server for each, from the call to the push at the other device. The
 * ordinary private message of the same server, of the same length, stands beside it.
 */
export async function relay(report: (row: BenchRow) => void, quick: boolean): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'chappe-bench-'))
  try {
    const store = openSqliteStore({ path: join(data, 'chappe.db') })
    const accounts = await createAccounts(store, 2 * PAIRS)
    await store.close()
    const server = await startServer(data, undefined)
    try {
      const users = await connectUsers(server, accounts)
      const count = quick ? 2_000 : 20_000
      for (const [subject, begin] of [
        ['chappe', secretLine],
        ['private message', plainLine],
      ] as const) {
        const lines: Line[] = []
        for (let at = 0; at + 1 < users.length; at += 2) {
          const [one, other] = [users[at], users[at + 1]]
          if (one !== undefined && other !== undefined) lines.push(await begin(one, other))
        }
        await measure(server, lines, count / 10)
        const { perSecond, cpu } = await measure(server, lines, count)
        const row = { bench: 'secret', case: 'relayed', subject }
        report({ ...row, op: 'sent and pushed', value: Math.round(perSecond), unit: 'msg/s' })
        report({ ...row, op: 'server CPU', value: Number(cpu.toPrecision(3)), unit: 'µs/msg' })
      }
      await Promise.all(users.map(({ endpoint }) => endpoint.close()))
    } finally {
      await server.stop()
    }
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}

async function secretLine(one: User, other: User): Promise<Line> {
  const publicValue = (): Uint8Array => bigIntToBytes(generateDhKeyPair(random, DH_GENERATOR, DH_PRIME).public, 256)
  const { userId, accessHash } = await find(one, other.account)
  const requested = new Promise<api.encryptedChatRequested>((resolve) => {
    other.onUpdate = (body) => {
      for (const update of updatesIn(body)) {
        if (update._ === 'updateEncryption' && update.chat._ === 'encryptedChatRequested') resolve(update.chat)
      }
    }
  })
  const randomId = randomBytes(4).readInt32LE()
  const named = { _: 'inputUser', userId, accessHash } as const
  const waiting = await one.call({ _: 'messages.requestEncryption', userId: named, randomId, gA: publicValue() })
  const asked = await requested
  if (waiting._ !== 'encryptedChatWaiting') throw new Error(`asked for a secret chat, the answer is ${waiting._}`)
  const theirs = { _: 'inputEncryptedChat', chatId: asked.id, accessHash: asked.accessHash } as const
  await other.call({ _: 'messages.acceptEncryption', peer: theirs, gB: publicValue(), keyFingerprint: 1n })
  const peer = { ...theirs, accessHash: waiting.accessHash }
  const packet = random(PACKET_BYTES)
  let arrived = 0
  return {
    receiver: other,
    send: () =>
      one.call({ _: 'messages.sendEncrypted', peer, randomId: randomBytes(8).readBigInt64LE(), data: packet }),
    isArrival(update) {
      if (update._ !== 'updateNewEncryptedMessage') return false
      // As clients do now and then, it says what it has.
      if (++arrived % 100 === 0) void other.call({ _: 'messages.receivedQueue', maxQts: update.qts })
      return true
    },
  }
}

async function plainLine(one: User, other: User): Promise<Line> {
  const peer = await find(one, other.account)
  const message = 'x'.repeat(PACKET_BYTES)
  return {
    receiver: other,
    send: () => one.call({ _: 'messages.sendMessage', peer, message, randomId: randomBytes(8).readBigInt64LE() }),
    isArrival: () => true,
  }
}

async function measure(
  server: ServerHandle,
  lines: readonly Line[],
  count: number,
): Promise<{ readonly perSecond: number; readonly cpu: number }> {
  let [left, arrived] = [count, 0]
  const done = new Promise<void>((resolve) => {
    for (const { receiver, isArrival } of lines) {
      receiver.onUpdate = (body) => {
        const updates = decode('Updates', body)
        // Told to ask rather than told of the message, now and then: it has arrived as well.
        const isOne = updates._ === 'updatesTooLong' || updates._ === 'updateShortMessage'
        arrived += isOne ? 1 : updatesIn(body).filter(isArrival).length
        if (arrived >= count) resolve()
      }
    }
  })
  const before = await server.usage()
  const begun = performance.now()
  const sendSome = async (line: Line): Promise<void> => {
    while (left-- > 0) await line.send()
  }
  await Promise.all(lines.flatMap((line) => Array.from({ length: UNANSWERED }, () => sendSome(line))))
  await done
  const seconds = (performance.now() - begun) / 1000
  const { cpuMicroseconds } = await server.usage()
  return { perSecond: count / seconds, cpu: (cpuMicroseconds - before.cpuMicroseconds) / count }
}

function updatesIn(body: Uint8Array): readonly api.Update[] {
  const updates = decode('Updates', body)
  if (updates._ === 'updateShort') return [updates.update]
  return updates._ === 'updates' ? updates.updates : []
}
