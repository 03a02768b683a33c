import { createHash } from 'node:crypto'
import type { api } from '@chappe/tl-codec/api'
import { listHash } from './list-hash.ts'

/** By which a client says which list of reactions it has: two numbers for each, as TDLib counts; 0 for an empty list. */
export function reactionsHash(reactions: readonly api.Reaction[]): bigint {
  return listHash(reactions.flatMap(numbersOf))
}

function numbersOf(reaction: api.Reaction): [bigint, bigint] | [] {
  switch (reaction._) {
    case 'reactionEmoji':
      return [0n, BigInt.asIntN(32, textNumber(reaction.emoticon.replaceAll('\ufe0f', '')) >> 32n)]
    case 'reactionCustomEmoji': {
      const id = BigInt.asUintN(64, reaction.documentId)
      return [id >> 32n, id & 0xffff_ffffn]
    }
    default:
      return []
  }
}

/** The first half of the MD5 hash: nothing secret depends on it. */
export function textNumber(text: string): bigint {
  return createHash('md5').update(text).digest().readBigUInt64BE(0)
}
