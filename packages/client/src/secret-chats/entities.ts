import type { api } from '@chappe/tl-codec/api'
import type { secret } from '@chappe/tl-codec/secret'

/** Entities of ordinary messages as secret chats have them. What they have no form for is left out. */
export function toSecretEntities(entities: readonly api.MessageEntity[]): secret.MessageEntity[] {
  return entities.flatMap((entity): secret.MessageEntity[] => {
    const { offset, length } = entity
    switch (entity._) {
      case 'messageEntityBlockquote':
        return [{ _: 'messageEntityBlockquote', offset, length }]
      case 'messageEntityMentionName': {
        const userId = Number(entity.userId)
        return userId < 2 ** 31 ? [{ _: 'messageEntityMentionName', offset, length, userId }] : []
      }
      case 'messageEntityUnknown':
      case 'messageEntityMention':
      case 'messageEntityHashtag':
      case 'messageEntityBotCommand':
      case 'messageEntityUrl':
      case 'messageEntityEmail':
      case 'messageEntityBold':
      case 'messageEntityItalic':
      case 'messageEntityCode':
      case 'messageEntityPre':
      case 'messageEntityTextUrl':
      case 'messageEntityPhone':
      case 'messageEntityCashtag':
      case 'messageEntityUnderline':
      case 'messageEntityStrike':
      case 'messageEntityBankCard':
      case 'messageEntitySpoiler':
      case 'messageEntityCustomEmoji':
        return [entity]
      default:
        return []
    }
  })
}
