import type { api } from '@chappe/tl-codec/api'
import { badRequest } from '../bot-api-error.ts'
import { fieldsOf } from './fields.ts'

/** "ReactionType", of those that bots give: nothing is paid. */
export function readReactionType(given: unknown): api.Reaction {
  const type = fieldsOf('reaction type', given)
  switch (type.needText('type')) {
    case 'emoji':
      return { _: 'reactionEmoji', emoticon: type.needText('emoji') }
    case 'custom_emoji': {
      const id = type.needText('custom_emoji_id')
      if (!/^-?\d{1,20}$/.test(id)) throw badRequest('invalid custom emoji identifier specified')
      return { _: 'reactionCustomEmoji', documentId: BigInt.asIntN(64, BigInt(id)) }
    }
    default:
      throw badRequest('REACTION_INVALID')
  }
}
