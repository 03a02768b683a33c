import { type api, encode } from '@chappe/tl-codec/api'
import { parseReaction } from './reactions.ts'
import { Refusal } from './refusal.ts'

/** How many kinds of reactions one message may have ("reactions_uniq_max"). */
export const maxKinds = 11

/** What a chat may have set of reactions ("Reactions"). */
export interface AllowedReactions {
  readonly allowed: api.ChatReactions
  /** How many kinds of them one message may have. */
  readonly limit: number
}

/** As clients show it where nothing was set. */
export const allReactions: api.chatReactionsAll = { _: 'chatReactionsAll' }

/**
 * The reactions that an admin means to allow, as they are stored. Throws `REACTION_INVALID` for one that is not known here.
 *
 * @param isBroadcast a channel, whose subscribers may not choose emoji of their own
 */
export function parseAllowed(given: api.ChatReactions, isBroadcast: boolean): api.ChatReactions {
  switch (given._) {
    case 'chatReactionsNone':
      return given
    case 'chatReactionsAll':
      return { ...allReactions, allowCustom: (given.allowCustom && !isBroadcast) || undefined }
    case 'chatReactionsSome': {
      const emoticons = new Set(given.reactions.map(emoticonOf))
      if (emoticons.size === 0) return { _: 'chatReactionsNone' }
      return { ...given, reactions: [...emoticons].map((emoticon) => ({ _: 'reactionEmoji', emoticon })) }
    }
  }
}

function emoticonOf(reaction: api.Reaction): string {
  const emoticon = reaction._ === 'reactionEmoji' ? parseReaction(reaction.emoticon) : undefined
  if (emoticon === undefined) throw new Refusal(400, 'REACTION_INVALID')
  return emoticon
}

/** Throws `LIMIT_INVALID`. */
export function checkKindsLimit(limit: number | undefined): void {
  if (limit !== undefined && (limit < 1 || limit > maxKinds)) throw new Refusal(400, 'LIMIT_INVALID')
}

/** Throws `REACTION_INVALID` for one that the chat does not allow. What was given once may always be taken back. */
export function checkAllowed({ allowed }: AllowedReactions, given: readonly Uint8Array[]): void {
  if (given.length === 0 || allowed._ === 'chatReactionsAll') return
  const some = allowed._ === 'chatReactionsSome' ? allowed.reactions.map((one) => Buffer.from(encode(one))) : []
  if (given.some((one) => !some.some((known) => known.equals(one)))) throw new Refusal(400, 'REACTION_INVALID')
}

/** Throws `REACTIONS_TOO_MANY` if a message would have more kinds of them than it may. */
export function checkKinds(
  { limit }: AllowedReactions,
  before: readonly Uint8Array[],
  given: readonly Uint8Array[],
): void {
  const kinds = new Set(before.map(keyOf))
  const added = given.filter((one) => !kinds.has(keyOf(one)))
  if (added.length > 0 && kinds.size + added.length > limit) throw new Refusal(400, 'REACTIONS_TOO_MANY')
}

function keyOf(reaction: Uint8Array): string {
  return Buffer.from(reaction).toString('latin1')
}
