import type { api } from '@chappe/tl-codec/api'
import type { ReactionType } from '@grammyjs/types'

/** "ReactionType"; undefined where there is none. */
export function viewReactionType(reaction: api.Reaction): ReactionType | undefined {
  switch (reaction._) {
    case 'reactionEmoji':
      return { type: 'emoji', emoji: reaction.emoticon as Extract<ReactionType, { type: 'emoji' }>['emoji'] }
    case 'reactionCustomEmoji':
      return { type: 'custom_emoji', custom_emoji_id: String(BigInt.asUintN(64, reaction.documentId)) }
    case 'reactionPaid':
      return { type: 'paid' }
    default:
      return undefined
  }
}
