import type { BotMember } from '../../bots/bot-room.ts'
import { callBotApi } from '../../bots/call-bot-api.ts'
import { type HttpProgram, httpLookButton } from '../../bots/http-program.ts'
import { type BotWriter, pick } from './bot-writes.ts'
import type { InlineBot } from './inline-results.ts'

const KEPT = 20
const OF_FILES = 0.5

/** A bot whose program speaks HTTP, and is at times asked for a file that it has. */
export function httpInlineBot(writer: BotWriter, bot: BotMember & HttpProgram): InlineBot {
  const { files, chosen } = bot.notes
  return {
    ...{ bot, word: 'http-inline', way: ' over HTTP' },
    fileFor: () => (writer.random.chance(OF_FILES) ? pick(writer, files.documents.slice(-KEPT))?.hash : undefined),
    sent: () => [...chosen.keys()],
    async edit(query, message) {
      const id = chosen.get(query)
      if (id === undefined) throw new TypeError(`${query} was chosen`)
      const named = { inline_message_id: id, reply_markup: httpLookButton(message) }
      if (files.askedFor(query) === undefined) await callBotApi(bot, 'editMessageText', { ...named, text: message })
      else await callBotApi(bot, 'editMessageCaption', { ...named, caption: message })
    },
  }
}
