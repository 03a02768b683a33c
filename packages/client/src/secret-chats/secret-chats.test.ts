import { randomBytes } from 'node:crypto'
import {
  AuthKey,
  bigIntToBytes,
  DH_GENERATOR,
  DH_PRIME,
  newSecretChat,
  SecretChat,
  type SecretChatEffect,
} from '@chappe/crypto'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { SECRET_LAYER, type SecretContent, type SecretText } from './content.ts'
import { secretCodec } from './secret-codec.ts'

const GROUP = { p: bigIntToBytes(DH_PRIME, 256), g: DH_GENERATOR }
const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length))

class End {
  readonly chat: SecretChat<SecretContent>
  readonly effects: SecretChatEffect<SecretContent>[] = []
  readonly out: Uint8Array[] = []

  constructor(role: 'creator' | 'invited', key: AuthKey, layer: number) {
    const ports = { codec: secretCodec, random, now: () => 0, layer, rekeying: { messages: 6, ms: 1e9 } }
    this.chat = new SecretChat(newSecretChat(role, GROUP, key, 0), ports)
    this.do((chat) => chat.notifyLayer())
  }

  do(act: (chat: SecretChat<SecretContent>) => void): void {
    act(this.chat)
    for (const effect of this.chat.takeEffects()) {
      this.effects.push(effect)
      if (effect.kind === 'transmit') this.out.push(effect.packet)
    }
  }

  get got(): SecretContent[] {
    return this.effects.flatMap((effect) => (effect.kind === 'message' && effect.content ? [effect.content] : []))
  }
}

function pair(layers: readonly [number, number]): readonly [End, End] {
  const key = new AuthKey(random(256))
  return [new End('creator', key, layers[0]), new End('invited', key, layers[1])]
}

/** Passes on everything, in the order of a network that loses what `loses` says. */
function exchange([one, other]: readonly [End, End], loses: () => boolean = () => false): void {
  while (one.out.length + other.out.length > 0)
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const) {
      const packet = from.out.shift()
      if (packet !== undefined && !loses()) to.do((chat) => chat.receive(packet))
    }
}

const text = (randomId: bigint, message: string): SecretText => ({ _: 'decryptedMessage', randomId, ttl: 0, message })

test('SC-4: SC-6: texts arrive in order through losses and new keys, in TL', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), fc.string(), fc.boolean()), { maxLength: 30 }), (messages) => {
      const ends = pair([SECRET_LAYER, SECRET_LAYER])
      const sent: [string[], string[]] = [[], []]
      for (const [at, [byCreator, message, lost]] of messages.entries()) {
        const who = byCreator ? 0 : 1
        ends[who].do((chat) => chat.send(BigInt(at), text(BigInt(at), message)))
        sent[who].push(message)
        exchange(ends, () => lost)
      }
      for (const [who, end] of ends.entries()) {
        end.do((chat) => chat.send(100n + BigInt(who), text(100n + BigInt(who), 'the last')))
        sent[who]?.push('the last')
      }
      exchange(ends)
      const got = ends.map((end) => end.got.map((content) => (content._ === 'decryptedMessage' ? content.message : '')))
      expect([got[1], got[0]]).toEqual(sent)
      expect(ends[0].chat.keyFingerprint).toBe(ends[1].chat.keyFingerprint)
    }),
    { numRuns: 25 },
  )
})

test('SC-5: an end of an older app gets what it can read, and answers', () => {
  const ends = pair([SECRET_LAYER, 66])
  exchange(ends)
  const entities = [
    { _: 'messageEntityBold', offset: 0, length: 2 } as const,
    { _: 'messageEntitySpoiler', offset: 0, length: 2 } as const,
  ]
  ends[0].do((chat) => chat.send(1n, { ...text(1n, 'hi'), entities, groupedId: 5n, silent: true }))
  exchange(ends)
  expect(ends[1].got).toEqual([{ ...text(1n, 'hi'), entities: entities.slice(0, 1) }])
  const deletion: SecretContent = {
    _: 'decryptedMessageService',
    randomId: 2n,
    action: { _: 'decryptedMessageActionDeleteMessages', randomIds: [1n] },
  }
  ends[1].do((chat) => chat.send(2n, deletion, true))
  exchange(ends)
  expect(ends[0].got).toEqual([deletion])
})

test('a content that its codec refuses changes nothing', () => {
  const ends = pair([SECRET_LAYER, SECRET_LAYER])
  const before = ends[0].chat.save()
  expect(() => ends[0].chat.send(1n, { ...text(1n, ''), ttl: 2 ** 40 })).toThrow('ttl')
  expect(ends[0].chat.save()).toEqual(before)
})
