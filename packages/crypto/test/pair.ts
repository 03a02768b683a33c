import { AuthKey } from '../src/auth-key.ts'
import { bigIntToBytes } from '../src/bytes.ts'
import { DH_GENERATOR, DH_PRIME } from '../src/dh.ts'
import type { DhGroup } from '../src/end-to-end-dh.ts'
import type { SecretChatEffect } from '../src/secret-chat/effects.ts'
import type { RekeyingLimits } from '../src/secret-chat/rekeying.ts'
import { newSecretChat, SecretChat, type SecretChatPorts } from '../src/secret-chat/secret-chat.ts'
import { plainCodec } from '../src/simulator/plain-codec.ts'
import { seededRandom } from './arbitraries.ts'

/** One end, and all that it has said until now. */
export interface TestEnd {
  readonly chat: SecretChat<string>
  readonly effects: SecretChatEffect<string>[]
  /** What it has transmitted and nobody has taken yet. */
  readonly out: Uint8Array[]
  readonly got: string[]
  readonly ports: SecretChatPorts<string>
}

export interface Pair {
  readonly creator: TestEnd
  readonly invited: TestEnd
  readonly clock: { ms: number }
}

export const GROUP: DhGroup = { p: bigIntToBytes(DH_PRIME, 256), g: DH_GENERATOR }

/** Two ends that have their key, and a clock. Nothing moves between them by itself. */
export function pair(rekeying?: RekeyingLimits, layers: readonly [number, number] = [144, 144]): Pair {
  const random = seededRandom(51)
  const clock = { ms: 1_700_000_000_000 }
  const key = new AuthKey(random(256))
  const end = (role: 'creator' | 'invited', layer: number): TestEnd => {
    const ports = { codec: plainCodec, random, now: () => clock.ms, layer, ...(rekeying && { rekeying }) }
    const chat = new SecretChat(newSecretChat(role, GROUP, key, clock.ms), ports)
    return { chat, effects: [], out: [], got: [], ports }
  }
  return { creator: end('creator', layers[0]), invited: end('invited', layers[1]), clock }
}

/** Takes the effects of an end. */
export function settle(end: TestEnd): void {
  for (const effect of end.chat.takeEffects()) {
    end.effects.push(effect)
    if (effect.kind === 'transmit') end.out.push(effect.packet)
    if (effect.kind === 'message') end.got.push(effect.content ?? 'unsupported')
  }
}

let lastRandomId = 0n

/** Sends a text, and gives its random id. */
export function say(end: TestEnd, text: string): bigint {
  lastRandomId++
  end.chat.send(lastRandomId, text)
  settle(end)
  return lastRandomId
}

/** Gives a packet to an end. */
export function give(end: TestEnd, packet: Uint8Array | undefined): void {
  if (packet === undefined) throw new RangeError('there is no packet')
  end.chat.receive(packet)
  settle(end)
}

/** Passes on what is on its way in both directions, until nothing is. */
export function exchange({ creator, invited }: Pair): void {
  for (let packet = next(creator, invited); packet !== undefined; packet = next(creator, invited))
    give(packet.to, packet.bytes)
}

function next(one: TestEnd, other: TestEnd): { to: TestEnd; bytes: Uint8Array } | undefined {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    const bytes = from.out.shift()
    if (bytes !== undefined) return { to, bytes }
  }
  return undefined
}

export function kindsOf(end: TestEnd): string[] {
  return end.effects.map(({ kind }) => kind)
}
