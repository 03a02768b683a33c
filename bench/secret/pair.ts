import { randomBytes } from 'node:crypto'
import {
  AuthKey,
  bigIntToBytes,
  DH_GENERATOR,
  DH_PRIME,
  type DhGroup,
  newSecretChat,
  type RekeyingLimits,
  SecretChat,
  type SecretChatRole,
} from '@chappe/crypto'
import { SECRET_LAYER, type SecretContent } from '../../packages/client/src/secret-chats/content.ts'
import { secretCodec } from '../../packages/client/src/secret-chats/secret-codec.ts'

export const GROUP: DhGroup = { p: bigIntToBytes(DH_PRIME, 256), g: DH_GENERATOR }
export const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length))

/** One end of a chat, in the TL of today's layer. */
export interface BenchEnd {
  readonly chat: SecretChat<SecretContent>
  /** Takes the effects, and gives the packets that are to leave. */
  packets(): Uint8Array[]
}

/** Two ends that know each other's layer. */
export function pair(rekeying: RekeyingLimits): readonly [BenchEnd, BenchEnd] {
  const key = new AuthKey(random(256))
  const end = (role: SecretChatRole): BenchEnd => {
    const ports = { codec: secretCodec, random, now: () => 0, layer: SECRET_LAYER, rekeying }
    const chat = new SecretChat(newSecretChat(role, GROUP, key, 0), ports)
    chat.notifyLayer()
    return {
      chat,
      packets: () => chat.takeEffects().flatMap((effect) => (effect.kind === 'transmit' ? [effect.packet] : [])),
    }
  }
  const ends = [end('creator'), end('invited')] as const
  exchange(ends)
  return ends
}

/** Passes on everything until nothing is on its way; gives how many packets there were. */
export function exchange([one, other]: readonly [BenchEnd, BenchEnd]): number {
  let passed = 0
  for (let packets = one.packets(), back = other.packets(); packets.length + back.length > 0; ) {
    for (const packet of packets) other.chat.receive(packet)
    for (const packet of back) one.chat.receive(packet)
    passed += packets.length + back.length
    packets = one.packets()
    back = other.packets()
  }
  return passed
}

let lastId = 0n

export function text(message: string): SecretContent & { readonly randomId: bigint } {
  return { _: 'decryptedMessage', randomId: ++lastId, ttl: 0, message }
}
