import type { api } from '@chappe/tl-codec/api'
import type { MessageEntity } from '@grammyjs/types'
import type { SeenPeers } from '../peers/seen-peers.ts'
import { viewUserId } from './people.ts'

/** What stands out in a text, as it is told; what the Bot API has no word for is left out. */
export function viewEntities(seen: SeenPeers, entities: readonly api.MessageEntity[] = []): MessageEntity[] {
  return entities.flatMap((entity) => viewEntity(seen, entity) ?? [])
}

const plain = {
  messageEntityMention: 'mention',
  messageEntityHashtag: 'hashtag',
  messageEntityCashtag: 'cashtag',
  messageEntityBotCommand: 'bot_command',
  messageEntityUrl: 'url',
  messageEntityEmail: 'email',
  messageEntityPhone: 'phone_number',
  messageEntityBold: 'bold',
  messageEntityItalic: 'italic',
  messageEntityUnderline: 'underline',
  messageEntityStrike: 'strikethrough',
  messageEntitySpoiler: 'spoiler',
  messageEntityCode: 'code',
} as const

function viewEntity(seen: SeenPeers, entity: api.MessageEntity): MessageEntity | undefined {
  const { offset, length } = entity
  switch (entity._) {
    case 'messageEntityPre':
      return { type: 'pre', offset, length, ...(entity.language !== '' && { language: entity.language }) }
    case 'messageEntityTextUrl':
      return { type: 'text_link', offset, length, url: entity.url }
    case 'messageEntityMentionName':
      return { type: 'text_mention', offset, length, user: viewUserId(seen, entity.userId) }
    case 'messageEntityCustomEmoji':
      return { type: 'custom_emoji', offset, length, custom_emoji_id: String(BigInt.asUintN(64, entity.documentId)) }
    case 'messageEntityBlockquote':
      return { type: entity.collapsed ? 'expandable_blockquote' : 'blockquote', offset, length }
    case 'messageEntityFormattedDate':
      return { type: 'date_time', offset, length, unix_time: entity.date, date_time_format: dateFormat(entity) }
    default: {
      const type = entity._ in plain ? plain[entity._ as keyof typeof plain] : undefined
      return type && { type, offset, length }
    }
  }
}

type DateFormat = Extract<MessageEntity, { type: 'date_time' }>['date_time_format']

function dateFormat(entity: api.messageEntityFormattedDate): DateFormat {
  if (entity.relative) return 'r'
  const day = entity.dayOfWeek ? 'w' : ''
  const date = entity.shortDate ? 'd' : entity.longDate ? 'D' : ''
  return `${day}${date}${entity.shortTime ? 't' : entity.longTime ? 'T' : ''}`
}
