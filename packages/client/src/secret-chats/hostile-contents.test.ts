import { AuthKey, bigIntToBytes, DH_GENERATOR, DH_PRIME } from '@chappe/crypto'
import { afterEach, expect, test } from 'vitest'
import type { Call } from '../rpc/call.ts'
import { createMemoryStorage } from '../storage/memory-storage.ts'
import { createHandling } from '../updates/handling.ts'
import { createVirtualClock, seeded, type VirtualClock } from '../virtual-world.fixture.ts'
import { Chat, type ChatPorts } from './chat.ts'
import type { SecretContent, SecretServiceAction } from './content.ts'
import { createSecretChatEmitter, type SecretChatEvents } from './events.ts'
import { sendDraft } from './send.ts'
import { newChatRecord } from './store/chat-record.ts'
import { createSecretStore } from './store/secret-store.ts'
import { markRead } from './verbs.ts'

const random = seeded(77).bytes
const key = new AuthKey(random(256))
const open: Chat[] = []

afterEach(() => {
  for (const chat of open.splice(0)) chat.drop()
})

interface End {
  readonly chat: Chat
  readonly told: { readonly name: keyof SecretChatEvents; readonly event: unknown }[]
}

/** Two ends without a server; the second one may say whatever it likes. */
async function pair(): Promise<{
  readonly victim: End
  readonly clock: VirtualClock
  say(content: SecretContent, as?: bigint): Promise<void>
}> {
  const clock = createVirtualClock()
  const ends: End[] = []
  const create = (at: 0 | 1): End => {
    const call: Call = async (request): Promise<never> => {
      if (request._ === 'messages.sendEncrypted' || request._ === 'messages.sendEncryptedService') {
        const { randomId, data: packet } = request
        const to = ends[1 - at]?.chat
        const date = Math.floor(clock.now() / 1000)
        await to?.commit(() => to.receive({ randomId, packet, date, file: undefined, fingerprint: 0 }))
      }
      const answer: unknown = { _: 'messages.sentEncryptedMessage', date: Math.floor(clock.now() / 1000) }
      return answer as never
    }
    const handling = createHandling(clock, 1000)
    const emitter = createSecretChatEmitter(
      handling,
      () => {},
      () => {},
    )
    const ports: ChatPorts = {
      store: createSecretStore(createMemoryStorage(), random(32), random),
      ...{ clock, random, call, log: () => {}, closed: new AbortController().signal, self: 1n, rekeying: undefined },
      ...{ emitter, serverNow: clock.now },
    }
    const role = at === 0 ? 'creator' : 'invited'
    const record = newChatRecord({ id: 1, accessHash: 1n, userId: 2n, role, date: 0, phase: { kind: 'active' } })
    const chat = new Chat(record, ports)
    chat.hasKey(new AuthKey(key.bytes), { p: bigIntToBytes(DH_PRIME, 256), g: DH_GENERATOR })
    open.push(chat)
    const told: End['told'] = []
    for (const name of ['deleted', 'read', 'timer', 'ended', 'message'] as const)
      emitter.on(name, (event) => told.push({ name, event }))
    return { chat, told }
  }
  ends.push(create(0), create(1))
  const [victim, liar] = ends
  if (victim === undefined || liar === undefined) return expect.fail()
  for (const { chat } of ends) await chat.commit(() => chat.activate())
  await clock.pass(100)
  return {
    victim,
    clock,
    async say(content, as = content.randomId) {
      const isService = content._ === 'decryptedMessageService'
      await liar.chat.commit(() => liar.chat.crypto.send(as, content, isService))
      await clock.pass(200)
    },
  }
}

const service = (randomId: bigint, action: SecretServiceAction): SecretContent => {
  return { _: 'decryptedMessageService', randomId, action }
}
const text = (randomId: bigint, message: string, ttl = 0): SecretContent => {
  return { _: 'decryptedMessage', randomId, ttl, message }
}

async function textsIn({ chat }: End): Promise<string[]> {
  const texts: string[] = []
  for await (const stored of chat.history.before(chat.history.lastId + 1)) texts.unshift(chat.toMessage(stored).text)
  return texts
}

test('SC-9: the other end cannot say that a message of its own was read here', async () => {
  const { victim, clock, say } = await pair()
  await say(text(1n, 'you will want to see this', 5))
  await say(service(2n, { _: 'decryptedMessageActionReadMessages', randomIds: [1n, 99n] }))
  await clock.pass(60_000)
  expect(await textsIn(victim)).toEqual(['you will want to see this'])
  await markRead(victim.chat, undefined)
  await clock.pass(6000)
  expect(await textsIn(victim)).toEqual([])
})

test('numbers that mean nothing are passed over: lifetimes, deletions of what never was, random ids twice', async () => {
  const { victim, clock, say } = await pair()
  await say(text(1n, 'negative', -5))
  await say(text(2n, 'for ever', 2 ** 31 - 1))
  await say(text(2n, 'the same number'), 20n)
  await say(service(3n, { _: 'decryptedMessageActionSetMessageTTL', ttlSeconds: -1 }))
  expect(victim.chat.record.ttl).toBe(0)
  await say(service(4n, { _: 'decryptedMessageActionDeleteMessages', randomIds: [5n, 5n, 6n] }))
  await markRead(victim.chat, undefined)
  await clock.pass(1000)
  expect(await textsIn(victim)).toEqual(['negative', 'for ever', 'the same number', ''])
  await clock.pass(367 * 86_400_000)
  expect(await textsIn(victim)).toEqual(['negative', ''])
  await say(service(7n, { _: 'decryptedMessageActionDeleteMessages', randomIds: [1n] }))
  expect(await textsIn(victim)).toEqual([''])
  expect(victim.chat.isActive).toBe(true)
})

test('a message may be deleted by either end, and what was said before a flush is gone', async () => {
  const { victim, clock, say } = await pair()
  const { randomId } = await sendDraft(victim.chat, { text: 'mine' })
  await say(service(1n, { _: 'decryptedMessageActionDeleteMessages', randomIds: [randomId] }))
  expect(await textsIn(victim)).toEqual([])
  await sendDraft(victim.chat, { text: 'before' })
  await say(service(2n, { _: 'decryptedMessageActionFlushHistory' }))
  await sendDraft(victim.chat, { text: 'after' })
  await clock.pass(1000)
  expect(await textsIn(victim)).toEqual(['after'])
})

test('what came twice under one random id by the app is sent once', async () => {
  const { victim } = await pair()
  const first = await sendDraft(victim.chat, { text: 'once', randomId: 5n })
  expect(await sendDraft(victim.chat, { text: 'once', randomId: 5n })).toEqual(first)
  expect(await textsIn(victim)).toEqual(['once'])
})
