import { performance } from 'node:perf_hooks'
import { AuthKey } from '@chappe/crypto'
import { systemClock } from '@chappe/transport/client'
import type { Call } from '../../packages/client/src/rpc/call.ts'
import { Chat, type ChatPorts } from '../../packages/client/src/secret-chats/chat.ts'
import { createSecretChatEmitter } from '../../packages/client/src/secret-chats/events.ts'
import { sendDraft } from '../../packages/client/src/secret-chats/send.ts'
import { newChatRecord } from '../../packages/client/src/secret-chats/store/chat-record.ts'
import { createSecretStore } from '../../packages/client/src/secret-chats/store/secret-store.ts'
import { createMemoryStorage } from '../../packages/client/src/storage/memory-storage.ts'
import { createHandling } from '../../packages/client/src/updates/handling.ts'
import { milliseconds } from '../crypto/measure.ts'
import { subjects } from '../crypto/subjects.ts'
import type { BenchRow } from '../row.ts'
import { exchange, GROUP, pair, random, text } from './pair.ts'

const SIZES = [
  ['text of 20 B', 20],
  ['text of 1 KiB', 1024],
] as const
const NEVER = { messages: Number.MAX_SAFE_INTEGER, ms: Number.MAX_SAFE_INTEGER }

/** What a message costs at either end: with TL, numbers and encryption, beside encryption alone, and with what is stored. */
export async function messages(report: (row: BenchRow) => void, quick: boolean): Promise<void> {
  for (const [name, size] of SIZES) {
    const row = (op: string, subject: string, us: number): void =>
      report({ bench: 'secret', case: name, op, subject, value: Number(us.toPrecision(3)), unit: 'µs' })
    const content = 'x'.repeat(size)
    const { sent, received } = ends(content, quick ? 2000 : 10_000)
    row('client: a message written', 'chappe', sent)
    row('client: a message read', 'chappe', received)
    const all = subjects({ authKey: random(256), key: random(32), iv: random(32) })
    const plaintext = random(Math.ceil((size + 140) / 16) * 16)
    const packet = all[0]?.seal(plaintext) ?? plaintext
    for (const [op, work] of [
      ['encryption alone', (subject: (typeof all)[number]) => subject.seal(plaintext)],
      ['decryption alone', (subject: (typeof all)[number]) => subject.open(packet)],
    ] as const) {
      const times = milliseconds(all.map((subject) => () => work(subject)))
      for (const [at, subject] of all.entries()) row(op, subject.name, (times[at] ?? 0) * 1000)
    }
    const stored = await storedEnds(content, quick ? 500 : 3000)
    row('both clients, with all that is stored, in memory', 'chappe', 1e6 / stored)
    report({
      ...{
        bench: 'secret',
        case: name,
        op: 'through both clients, with all that is stored, in memory',
        subject: 'chappe',
      },
      ...{ value: Math.round(stored), unit: 'messages/s' },
    })
  }
}

/** Microseconds that a message takes to be written and to be read. Every tenth is answered, so that few wait to be. */
function ends(content: string, count: number): { readonly sent: number; readonly received: number } {
  const both = pair(NEVER)
  const [one, other] = both
  let [sent, received] = [0, 0]
  for (let at = -count / 5; at < count; at++) {
    const begun = performance.now()
    const message = text(content)
    one.chat.send(message.randomId, message)
    const [packet = new Uint8Array()] = one.packets()
    const written = performance.now()
    other.chat.receive(packet)
    other.chat.takeEffects()
    const read = performance.now()
    if (at >= 0) {
      sent += written - begun
      received += read - written
    }
    if (at % 10 !== 0) continue
    const answer = text('ok')
    other.chat.send(answer.randomId, answer)
    exchange(both)
  }
  return { sent: (sent / count) * 1000, received: (received / count) * 1000 }
}

/** Messages a second between two clients without a network, each with its record, its history and its sealed store. */
async function storedEnds(content: string, count: number): Promise<number> {
  const chats: Chat[] = []
  const key = new AuthKey(random(256))
  const log = (): void => {}
  const end = (at: 0 | 1): Chat => {
    const call: Call = async (request): Promise<never> => {
      if (request._ === 'messages.sendEncrypted' || request._ === 'messages.sendEncryptedService') {
        const packet = { randomId: request.randomId, date: 1, file: undefined, fingerprint: 0 }
        const to = chats[1 - at]
        void to?.commit(() => to.receive({ ...packet, packet: request.data }))
      }
      const answer: unknown = { _: 'messages.sentEncryptedMessage', date: 1 }
      return answer as never
    }
    const handling = createHandling(systemClock, 1000)
    const ports: ChatPorts = {
      store: createSecretStore(createMemoryStorage(), random(32), random),
      ...{ clock: systemClock, random, call, log, closed: new AbortController().signal, self: 1n, rekeying: NEVER },
      emitter: createSecretChatEmitter(handling, log, () => {}),
      serverNow: systemClock.now,
    }
    const role = at === 0 ? 'creator' : 'invited'
    const record = newChatRecord({ id: 1, accessHash: 1n, userId: 2n, role, date: 0, phase: { kind: 'active' } })
    const chat = new Chat(record, ports)
    chat.hasKey(new AuthKey(key.bytes), GROUP)
    return chat
  }
  chats.push(end(0), end(1))
  const [one, other] = chats
  if (one === undefined || other === undefined) return 0
  for (const chat of chats) await chat.commit(() => chat.activate())
  const talk = async (messages: number): Promise<void> => {
    for (let at = 0; at < messages; at++) {
      await sendDraft(one, { text: content })
      if (at % 10 === 0) await sendDraft(other, { text: 'ok' })
    }
  }
  await talk(count / 5)
  const begun = performance.now()
  await talk(count)
  const seconds = (performance.now() - begun) / 1000
  for (const chat of chats) chat.drop()
  return (count * 1.1) / seconds
}
