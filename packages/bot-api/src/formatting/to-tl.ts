import type { api } from '@chappe/tl-codec/api'
import type { TextEntity } from './formatted-text.ts'

/** Who is mentioned, as the MTProto API wants it; undefined for whom the bot does not know. */
export type FindUser = (userId: number) => Promise<api.InputUser | undefined>

/** What stands out, for the MTProto API. Who is unknown is not mentioned. */
export async function toTlEntities(entities: readonly TextEntity[], findUser: FindUser): Promise<api.MessageEntity[]> {
  const result: api.MessageEntity[] = []
  for (const entity of entities) {
    const converted = await toTlEntity(entity, findUser)
    if (converted !== undefined) result.push(converted)
  }
  return result
}

const plain = {
  bold: 'messageEntityBold',
  italic: 'messageEntityItalic',
  underline: 'messageEntityUnderline',
  strikethrough: 'messageEntityStrike',
  spoiler: 'messageEntitySpoiler',
  code: 'messageEntityCode',
} as const

async function toTlEntity(entity: TextEntity, findUser: FindUser): Promise<api.MessageEntity | undefined> {
  const { offset, length } = entity
  switch (entity.type) {
    case 'pre':
      return { _: 'messageEntityPre', offset, length, language: entity.language ?? '' }
    case 'text_link':
      return { _: 'messageEntityTextUrl', offset, length, url: entity.url }
    case 'text_mention': {
      const userId = await findUser(entity.userId)
      return userId && { _: 'inputMessageEntityMentionName', offset, length, userId }
    }
    case 'custom_emoji':
      return {
        _: 'messageEntityCustomEmoji',
        offset,
        length,
        documentId: BigInt.asIntN(64, BigInt(entity.customEmojiId)),
      }
    case 'blockquote':
      return { _: 'messageEntityBlockquote', offset, length }
    case 'expandable_blockquote':
      return { _: 'messageEntityBlockquote', offset, length, collapsed: true }
    case 'date_time':
      return { _: 'messageEntityFormattedDate', offset, length, date: entity.unixTime, ...dateFlags(entity.format) }
    default:
      return { _: plain[entity.type], offset, length }
  }
}

function dateFlags(format: string): Partial<api.messageEntityFormattedDate> {
  const has = (letter: string): true | undefined => (format.includes(letter) ? true : undefined)
  return {
    relative: has('r'),
    dayOfWeek: has('w'),
    shortDate: has('d'),
    longDate: has('D'),
    shortTime: has('t'),
    longTime: has('T'),
  }
}
