import type { api } from '@chappe/tl-codec/api'
import fc from 'fast-check'
import { type Bot, createBot } from '../bot.ts'
import { createParams, type Params } from '../params/params.ts'
import { createSeenPeers, type SeenPeers } from '../peers/seen-peers.ts'
import type { BotPort } from '../port.ts'

/** Nobody but the bot itself is known by a name. */
export const seen: SeenPeers = createSeenPeers(5n)

export const long: fc.Arbitrary<bigint> = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
export const word: fc.Arbitrary<string> = fc.string({ minLength: 1, maxLength: 20 })
export const positive: fc.Arbitrary<number> = fc.integer({ min: 1, max: 2 ** 31 - 1 })
/** A custom emoji as the Bot API names it: its number without a sign. */
export const emojiId: fc.Arbitrary<string> = long.map((id) => String(BigInt.asUintN(64, id)))
export const url: fc.Arbitrary<string> = fc.webUrl().map((one) => new URL(one).href)

/** In the public form of a file_id a single `#` stands for none. */
export const fileReference: fc.Arbitrary<Uint8Array<ArrayBuffer>> = fc
  .uint8Array({ maxLength: 40 })
  .filter(([first, ...others]) => first !== 0x23 || others.length > 0)

/** A field that is told only where it is true. */
export const flag: fc.Arbitrary<true> = fc.constant(true)

/** Anybody may be mentioned. */
export function findUser(id: number): Promise<api.InputUser> {
  return Promise.resolve({ _: 'inputUser', userId: BigInt(id), accessHash: 0n })
}

export function paramsOf(given: object): Params {
  return createParams(new Map<string, unknown>(Object.entries(given)))
}

const style = fc.constantFrom('bold', 'italic', 'underline', 'strikethrough', 'spoiler', 'code')

/** What stands out in a text, as a program says it; one range, so that no two are put together. */
export const entities: fc.Arbitrary<object[]> = fc
  .tuple(fc.nat(10), fc.integer({ min: 1, max: 9 }), style, emojiId, fc.integer({ min: 0, max: 2 }))
  .map(([offset, length, type, custom_emoji_id, kind]) => {
    if (kind === 0) return [{ type, offset, length }]
    return [
      kind === 1 ? { type: 'custom_emoji', offset, length, custom_emoji_id } : { type: 'spoiler', offset, length },
    ]
  })

/** A bot that asks nothing. */
export function aBot(): Bot {
  const port: BotPort = {
    self: { _: 'user', id: 5n, firstName: 'Bot', bot: true },
    call: () => Promise.reject(new Error('nothing is asked')),
    inputPeer: (one) =>
      one._ === 'peerUser'
        ? Promise.resolve({ _: 'inputPeerUser', userId: one.userId, accessHash: 0n })
        : Promise.reject(new Error('nobody')),
    listen() {},
    ...{ onSignedOut() {}, close: () => Promise.resolve() },
  }
  return createBot(port, { random: (length) => new Uint8Array(length) })
}
