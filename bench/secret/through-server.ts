import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient } from '@chappe/client'
import type { BenchRow } from '../row.ts'
import { startServer } from '../server/server-handle.ts'
import { random } from './pair.ts'

const PAIRS = 8
const FILE_BYTES = 32 * 1_048_576

/** What the server costs for secret chats, and how fast two clients talk over it; it has a process and a core of its own. */
export async function throughServer(report: (row: BenchRow) => void, quick: boolean): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'chappe-bench-secret-'))
  const server = await startServer(folder, undefined)
  const row = (name: string, op: string, value: number, unit: string): void =>
    report({ bench: 'secret', case: name, op, subject: 'chappe', value: Number(value.toPrecision(3)), unit })
  const clients: Client[] = []
  try {
    const { port, publicKey } = server
    const signIn = async (number: number): Promise<Client> => {
      const client = createClient({
        ...{ apiId: 1, apiHash: 'bench', dcs: { id: 2, host: '127.0.0.1', port }, serverPublicKey: publicKey },
        ...{ log: false, secretChats: { key: random(32) } },
      })
      clients.push(client)
      await client.start({ phone: `99966100${String(number).padStart(2, '0')}`, code: '11111', name: `${number}` })
      return client
    }
    const pairs: Pair[] = []
    for (let at = 0; at < PAIRS; at++)
      pairs.push(await meet(await signIn(at * 2), await signIn(at * 2 + 1), at * 2 + 1))
    const [first] = pairs
    if (first === undefined) return
    for (const [name, talking] of [
      ['one chat', [first]],
      [`${PAIRS} chats`, pairs],
    ] as const) {
      const count = quick ? 200 : 1500
      await Promise.all(talking.map((pair) => talk(pair, count / 10)))
      const before = await server.usage()
      const begun = performance.now()
      await Promise.all(talking.map((pair) => talk(pair, count)))
      const seconds = (performance.now() - begun) / 1000
      const after = await server.usage()
      const messages = count * talking.length
      row(name, 'through the server', messages / seconds, 'messages/s')
      row(name, 'server: a message', (after.cpuMicroseconds - before.cpuMicroseconds) / messages, 'µs')
    }
    await moveFile(first, quick ? FILE_BYTES / 4 : FILE_BYTES, (op, value) =>
      row('file through the server', op, value, 'MB/s'),
    )
  } finally {
    for (const client of clients) await client.close()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Pair {
  readonly one: Client
  readonly other: Client
  readonly chatId: number
}

async function meet(one: Client, other: Client, number: number): Promise<Pair> {
  const ready = new Promise<void>((resolve) => void one.secretChats.on('ready', () => resolve()))
  other.secretChats.on('request', ({ id }) => void other.secretChats.accept(id))
  const { id } = await one.secretChats.start(`+99966100${String(number).padStart(2, '0')}`)
  await ready
  return { one, other, chatId: id }
}

/** One writes, and the other answers every tenth message. */
async function talk({ one, other, chatId }: Pair, count: number): Promise<void> {
  const come = Promise.withResolvers<void>()
  let heard = 0
  const stop = other.secretChats.on('message', () => {
    if (++heard === count) come.resolve()
  })
  for (let at = 0; at < count; at++) {
    await one.secretChats.send(chatId, { text: 'a message of usual length, more or less' })
    if (at % 10 === 0) await other.secretChats.send(chatId, { text: 'ok' })
  }
  await come.promise
  stop()
}

async function moveFile(
  { one, other, chatId }: Pair,
  bytes: number,
  row: (op: string, value: number) => void,
): Promise<void> {
  const come = new Promise<Parameters<Client['secretChats']['download']>[0]>((resolve) => {
    other.secretChats.on('message', (message) => {
      if (message.secret.file !== undefined) resolve(message)
    })
  })
  const file = random(bytes)
  const begun = performance.now()
  await one.secretChats.sendFile(chatId, file)
  row('encrypted and uploaded', bytes / (performance.now() - begun) / 1000)
  const message = await come
  const asked = performance.now()
  let got = 0
  for await (const piece of other.secretChats.download(message)) got += piece.length
  if (got !== bytes) throw new Error(`${got} bytes came of ${bytes}`)
  row('downloaded and decrypted', bytes / (performance.now() - asked) / 1000)
}
