import type { api } from '@chappe/tl-codec/api'
import type { Bot } from '../bot.ts'
import { readText, type TextNames } from '../formatting/read-text.ts'
import { toTlEntities } from '../formatting/to-tl.ts'
import { fieldsOf } from './fields.ts'
import { createParams, type Params } from './params.ts'

const quoteText: TextNames = { text: 'quote', entities: 'quote_entities', parseMode: 'quote_parse_mode' }

export interface Reply {
  readonly replyTo: api.InputReplyTo | undefined
  /** The message is sent also if the one that it answers is gone. */
  readonly mayBeGone: boolean
}

/** What is answered, and in which topic ("ReplyParameters"; the fields of former days are taken as well). */
export async function readReply(bot: Bot, params: Params): Promise<Reply> {
  const thread = params.nonZero('message_thread_id')
  const given = params.json('reply_parameters')
  if (given === undefined) {
    const id = params.nonZero('reply_to_message_id') ?? thread
    return { replyTo: headerOf(id, thread), mayBeGone: params.flag('allow_sending_without_reply') }
  }
  const fields = fieldsOf('reply parameters', given)
  const ephemeral = fields.integer('ephemeral_message_id')
  if (ephemeral) {
    return { replyTo: { _: 'inputReplyToEphemeralMessage', id: ephemeral }, mayBeGone: false }
  }
  const inner = createParams(new Map(fields.entries()))
  const chat = inner.isGiven('chat_id') ? await bot.chat(inner) : undefined
  const header = headerOf(fields.integer('message_id') || thread, thread)
  const mayBeGone = fields.flag('allow_sending_without_reply') === true
  if (header === undefined) return { replyTo: undefined, mayBeGone }
  const quote = readText(inner, quoteText)
  const replyTo: api.inputReplyToMessage = {
    ...header,
    ...(chat !== undefined && { replyToPeerId: chat }),
    ...(quote.text !== '' && {
      quoteText: quote.text,
      quoteEntities: await toTlEntities(quote.entities, bot.findUser),
      quoteOffset: fields.integer('quote_position'),
    }),
    todoItemId: fields.integer('checklist_task_id'),
    pollOption: readPollOption(fields.text('poll_option_id')),
  }
  return { replyTo, mayBeGone }
}

function readPollOption(id: string | undefined): Uint8Array | undefined {
  return id === undefined ? undefined : new Uint8Array(Buffer.from(id, 'base64url'))
}

function headerOf(id: number | undefined, thread: number | undefined): api.inputReplyToMessage | undefined {
  if (id === undefined || id === 0) return undefined
  return { _: 'inputReplyToMessage', replyToMsgId: id, ...(thread !== undefined && { topMsgId: thread }) }
}
