import { badRequest } from '../bot-api-error.ts'
import type { Params } from '../params/params.ts'
import {
  type FormattedText,
  MarkupError,
  type PlainEntityType,
  sortEntities,
  type TextEntity,
} from './formatted-text.ts'
import { parseHtml } from './html.ts'
import { checkLink, dateTimeFormat } from './links.ts'
import { parseMarkdown } from './markdown.ts'
import { parseMarkdownV2 } from './markdown-v2.ts'

/** The names of the parameters that together say a text. */
export interface TextNames {
  readonly text: string
  readonly entities: string
  readonly parseMode: string
}

export const messageText: TextNames = { text: 'text', entities: 'entities', parseMode: 'parse_mode' }
export const captionText: TextNames = { text: 'caption', entities: 'caption_entities', parseMode: 'parse_mode' }

const parsers: Readonly<Record<string, (source: string) => FormattedText>> = {
  html: parseHtml,
  markdown: parseMarkdown,
  markdownv2: parseMarkdownV2,
}

/** The text of a request, marked up or with its entities beside it ("Formatting options"). */
export function readText(params: Params, names: TextNames = messageText): FormattedText {
  const text = params.text(names.text) ?? ''
  const mode = params.text(names.parseMode)?.toLowerCase()
  if (mode === undefined || mode === 'none') return { text, entities: readEntities(params.json(names.entities)) }
  const parse = Object.hasOwn(parsers, mode) ? parsers[mode] : undefined
  if (parse === undefined) throw badRequest('unsupported parse_mode')
  try {
    return parse(text)
  } catch (error) {
    if (error instanceof MarkupError) throw badRequest(`can't parse entities: ${error.message}`)
    throw error
  }
}

const plain: readonly PlainEntityType[] = [
  ...(['bold', 'italic', 'underline', 'strikethrough', 'spoiler', 'blockquote'] as const),
  ...(['expandable_blockquote', 'code'] as const),
]

/** Entities as a program names them; those that a server finds by itself are left to it. */
function readEntities(given: unknown): TextEntity[] {
  if (given === undefined) return []
  if (!Array.isArray(given)) throw badRequest("can't parse entities: expected an Array")
  return sortEntities(given.flatMap((one) => readEntity(one) ?? []))
}

function readEntity(given: unknown): TextEntity | undefined {
  if (typeof given !== 'object' || given === null) throw badRequest("can't parse MessageEntity: expected an Object")
  const fields: Readonly<Record<string, unknown>> = { ...given }
  const { type, offset, length } = fields
  if (typeof type !== 'string') throw badRequest('can\'t parse MessageEntity: Can\'t find field "type"')
  if (!isInteger(offset) || !isInteger(length))
    throw badRequest('can\'t parse MessageEntity: Field "offset" must be a Number')
  const range = { offset, length }
  const found = plain.find((one) => one === type)
  if (found !== undefined) return { type: found, ...range }
  switch (type) {
    case 'pre':
      return { type, ...range, language: typeof fields['language'] === 'string' ? fields['language'] : undefined }
    case 'text_link': {
      const url = typeof fields['url'] === 'string' ? fields['url'] : ''
      const checked = checkLink(url)
      if (checked === undefined) throw badRequest(`entity URL '${url}' is invalid: Wrong HTTP URL`)
      return { type, ...range, url: checked }
    }
    case 'text_mention': {
      const user = fields['user']
      const id = typeof user === 'object' && user !== null && 'id' in user ? Number(user.id) : 0
      return Number.isSafeInteger(id) && id > 0 ? { type, ...range, userId: id } : undefined
    }
    case 'custom_emoji': {
      const id = String(fields['custom_emoji_id'] ?? '')
      if (!/^-?\d{1,20}$/.test(id)) throw badRequest('invalid custom emoji identifier specified')
      return { type, ...range, customEmojiId: id }
    }
    case 'date_time': {
      const format = dateTimeFormat(String(fields['date_time_format'] ?? ''))
      const unixTime = Number(fields['unix_time'])
      if (format === undefined || !Number.isSafeInteger(unixTime) || unixTime <= 0)
        throw badRequest('invalid date specified')
      return { type, ...range, unixTime, format }
    }
    default:
      return undefined
  }
}

function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value)
}
