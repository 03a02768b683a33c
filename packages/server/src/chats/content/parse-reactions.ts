import { type api, encode } from '@chappe/tl-codec/api'
import { badRequest, RpcError } from '../../rpc/rpc-error.ts'
import { parseReaction } from '../../rules/reactions.ts'

/** Reactions as they are stored, each once. Throws the public error for what cannot be given. */
export function parseReactions(reactions: readonly api.Reaction[], max: number): Uint8Array[] {
  const given = reactions.filter((reaction) => reaction._ !== 'reactionEmpty')
  if (given.length > max) throw badRequest('REACTIONS_TOO_MANY')
  const emoticons = given.map((reaction) => {
    if (reaction._ === 'reactionCustomEmoji') throw new RpcError(403, 'PREMIUM_ACCOUNT_REQUIRED')
    const emoticon = reaction._ === 'reactionEmoji' ? parseReaction(reaction.emoticon) : undefined
    if (emoticon === undefined) throw badRequest('REACTION_INVALID')
    return emoticon
  })
  return [...new Set(emoticons)].map((emoticon) => encode({ _: 'reactionEmoji', emoticon }))
}
