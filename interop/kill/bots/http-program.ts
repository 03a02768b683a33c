import { setTimeout as sleep } from 'node:timers/promises'
import type { InlineKeyboardMarkup, InlineQueryResult, Update } from '@grammyjs/types'
import { Unanswered } from '../traffic.ts'
import { BotFiles } from './bot-files.ts'
import { callBotApi, type HttpBot, Refused } from './call-bot-api.ts'
import { answerToPress, resultId } from './listening-bot.ts'
import type { Hearing } from './told.ts'

/** Before it asks again, in ms, what was not answered. */
const again = 30

/** What the program of a bot remembers of what it did and was told. */
export interface HttpNotes {
  readonly files: BotFiles
  /** What was sent through it into chats of others, by what it was asked. */
  readonly chosen: Map<string, string>
}

/** A bot, and what its program remembers. */
export interface HttpProgram extends HttpBot {
  readonly notes: HttpNotes
}

export function newHttpNotes(): HttpNotes {
  return { files: new BotFiles(), chosen: new Map() }
}

/** Notes what it is told of. */
export function takeOverHttp({ notes }: HttpProgram, hearing: Hearing, update: Update): void {
  const { message, inline_query: asked, chosen_inline_result: chosen, callback_query: pressed } = update
  const { text, caption, document } = message ?? {}
  const words = text ?? caption
  if (words !== undefined) hearing.hear(words)
  if (caption !== undefined && document !== undefined) notes.files.take(caption, document.file_id)
  // Whoever asks over a kill asks again.
  if (asked !== undefined) hearing.hear(`asked ${asked.query}`, { mayRepeat: true })
  if (pressed !== undefined) hearing.hear(`inline-press ${pressed.data}`, { mayRepeat: true })
  if (chosen === undefined) return
  hearing.hear(`chosen ${chosen.query}`)
  if (chosen.inline_message_id !== undefined) notes.chosen.set(chosen.query, chosen.inline_message_id)
}

/** Answers whoever waits for it, also over kills. */
export async function answerOverHttp(bot: HttpProgram, update: Update, signal: AbortSignal): Promise<void> {
  const { inline_query: asked, callback_query: pressed } = update
  const answer = async (): Promise<void> => {
    if (asked !== undefined) {
      const results = [resultFor(bot.notes, asked.query)]
      await callBotApi(bot, 'answerInlineQuery', { inline_query_id: asked.id, results, cache_time: 300 }, signal)
    }
    if (pressed?.data !== undefined) {
      const text = answerToPress(pressed.data)
      await callBotApi(bot, 'answerCallbackQuery', { callback_query_id: pressed.id, text }, signal)
    }
  }
  try {
    await untilAnswered(answer, signal)
  } catch (error) {
    // An answer that a kill has swallowed was the first one, which counts; whoever asked may be gone, too.
    if (!(error instanceof Refused) || !error.description.includes('query is too old')) throw error
  }
}

/** The file that is asked for, or a text, with a button so that the bot can change it later. */
function resultFor({ files }: HttpNotes, query: string): InlineQueryResult {
  const message = `${query} inline`
  const shown = { id: resultId, title: message, reply_markup: httpLookButton(message) }
  const file = files.askedFor(query)
  if (file === undefined) return { type: 'article', ...shown, input_message_content: { message_text: message } }
  return { type: 'document', ...shown, document_file_id: file.fileId, caption: message }
}

/** Behind it stands what the message says. */
export function httpLookButton(message: string): InlineKeyboardMarkup {
  return { inline_keyboard: [[{ text: 'Look', callback_data: message }]] }
}

/** Asks until there is an answer. */
export async function untilAnswered<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    try {
      return await call()
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error
      await sleep(again, undefined, { signal })
    }
  }
}
