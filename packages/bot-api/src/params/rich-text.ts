import type { api } from '@chappe/tl-codec/api'
import { badRequest } from '../bot-api-error.ts'
import { type Fields, fieldsOf } from './fields.ts'

const styles = {
  bold: 'textBold',
  italic: 'textItalic',
  underline: 'textUnderline',
  strikethrough: 'textStrike',
  spoiler: 'textSpoiler',
  subscript: 'textSubscript',
  superscript: 'textSuperscript',
  marked: 'textMarked',
  code: 'textFixed',
} as const

function isStyle(type: string): type is keyof typeof styles {
  return Object.hasOwn(styles, type)
}

/** "RichText": a text, several of them, or one with a style. */
export function readRichText(given: unknown): api.RichText {
  if (typeof given === 'string') return { _: 'textPlain', text: given }
  if (Array.isArray(given)) return { _: 'textConcat', texts: given.map(readRichText) }
  if (given === undefined) return { _: 'textEmpty' }
  const fields = fieldsOf('RichText', given)
  const type = fields.needText('type')
  const text = (): api.RichText => readRichText(inner(fields, 'text'))
  if (isStyle(type)) return { _: styles[type], text: text() }
  switch (type) {
    case 'date_time': {
      const format = fields.text('date_time_format') ?? ''
      const has = (sign: string): true | undefined => format.includes(sign) || undefined
      return {
        ...{ _: 'textDate', text: text(), date: fields.integer('unix_time') ?? 0, relative: has('r') },
        ...{ dayOfWeek: has('w'), shortDate: has('d'), longDate: has('D'), shortTime: has('t'), longTime: has('T') },
      }
    }
    case 'text_mention':
      return { _: 'textMentionName', text: text(), userId: BigInt(fields.object('user')?.integer('id') ?? 0) }
    case 'custom_emoji': {
      const id = fields.needText('custom_emoji_id')
      if (!/^-?\d{1,20}$/.test(id)) throw badRequest('invalid custom emoji identifier specified')
      const alt = fields.text('alternative_text') ?? ''
      return { _: 'textCustomEmoji', documentId: BigInt.asIntN(64, BigInt(id)), alt }
    }
    case 'mathematical_expression':
      return { _: 'textMath', source: fields.needText('expression') }
    case 'url':
      return link(text(), fields.needText('url'))
    case 'email_address':
      return { _: 'textEmail', text: text(), email: fields.needText('email_address') }
    case 'phone_number':
      return { _: 'textPhone', text: text(), phone: fields.needText('phone_number') }
    case 'anchor':
      return { _: 'textAnchor', text: { _: 'textEmpty' }, name: fields.needText('name') }
    case 'anchor_link':
      return link(text(), `#${fields.text('anchor_name') ?? ''}`)
    case 'reference':
      return { _: 'textAnchor', text: text(), name: fields.needText('name') }
    case 'reference_link':
      return link(text(), `#${fields.needText('reference_name')}`)
    // What stands in a text by itself the server finds.
    case 'bank_card_number':
    case 'mention':
    case 'hashtag':
    case 'cashtag':
    case 'bot_command':
      return text()
    case 'button':
      throw badRequest('buttons within rich messages are not supported')
    default:
      throw badRequest("can't parse RichText: unsupported type specified")
  }
}

function link(text: api.RichText, url: string): api.RichText {
  return { _: 'textUrl', text, url, webpageId: 0n }
}

export function inner(fields: Fields, name: string): unknown {
  return new Map(fields.entries()).get(name)
}
