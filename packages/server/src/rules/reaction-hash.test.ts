import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { listHash } from './list-hash.ts'
import { reactionsHash } from './reaction-hash.ts'

const emoji = (emoticon: string) => ({ _: 'reactionEmoji', emoticon }) as const
/** The first four bytes of the MD5 hash, with their sign. */
const md5 = (text: string): number => createHash('md5').update(text).digest().readInt32BE(0)

it('a list of reactions is hashed by two numbers each, as TDLib does it, and an empty one has the hash 0', () => {
  expect(reactionsHash([])).toBe(0n)
  // Among these are numbers below and above zero.
  const emoticons = ['👍', '👎', '🔥', '🎉', '😁']
  expect(new Set(emoticons.map((one) => Math.sign(md5(one)))).size).toBe(2)
  expect(reactionsHash(emoticons.map(emoji))).toBe(listHash(emoticons.flatMap((one) => [0, md5(one)])))
  expect(reactionsHash([emoji('❤️')])).toBe(reactionsHash([emoji('❤')]))
  const custom = { _: 'reactionCustomEmoji', documentId: -2n } as const
  expect(reactionsHash([custom])).toBe(listHash([0xffff_ffff, 0xffff_fffe]))
})
