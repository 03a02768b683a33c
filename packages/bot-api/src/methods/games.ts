import type { api } from '@chappe/tl-codec/api'
import type { Bot } from '../bot.ts'
import { BotApiError, badRequest } from '../bot-api-error.ts'
import type { Params } from '../params/params.ts'
import { fromInlineMessageId } from '../views/inline-message-id.ts'
import { viewUserId } from '../views/people.ts'
import type { BotMethods } from './method.ts'
import { sendOptions } from './send-options.ts'
import { viewSent, viewWithReply } from './sent-message.ts'

/** Games, which people play in a page, and what they have reached ("Games"). */
export const games: BotMethods = {
  async sendGame(bot, params) {
    const shortName = params.text('game_short_name') ?? ''
    if (shortName === '') throw badRequest('game_short_name is empty')
    const options = await sendOptions(bot, params)
    const game: api.InputGame = { _: 'inputGameShortName', botId: { _: 'inputUserSelf' }, shortName }
    const media: api.InputMedia = { _: 'inputMediaGame', id: game }
    const updates = await bot.call({ _: 'messages.sendMedia', ...options, media, message: '' })
    return viewSent(bot, { updates, peer: options.peer }, 'game')
  },

  async setGameScore(bot, params) {
    const score = params.integer('score')
    if (score === undefined || score < 0) throw badRequest('score is not specified or is negative')
    const userId = await bot.user(params)
    const force = params.flag('force') || undefined
    const editMessage = !params.flag('disable_edit_message') || undefined
    const played = await messageIn(bot, params)
    if ('inline' in played) {
      const { inline: id } = played
      await bot.call({ _: 'messages.setInlineGameScore', id, userId, score, force, editMessage })
      return true
    }
    const { peer, id } = played
    await bot.call({ _: 'messages.setGameScore', peer, id, userId, score, force, editMessage })
    const message = await bot.messageOf(peer, id)
    const shown = message && (await viewWithReply(bot, message))
    if (shown?.game === undefined) {
      throw new BotApiError(500, 'Internal Server Error: the server does not say what was edited')
    }
    return { ...shown, game: shown.game, edit_date: shown.edit_date ?? shown.date }
  },

  async getGameHighScores(bot, params) {
    const userId = await bot.user(params)
    const played = await messageIn(bot, params)
    const { scores } =
      'inline' in played
        ? await bot.call({ _: 'messages.getInlineGameHighScores', id: played.inline, userId })
        : await bot.call({ _: 'messages.getGameHighScores', ...played, userId })
    return scores.map(({ pos: position, userId: id, score }) => ({ position, user: viewUserId(bot.seen, id), score }))
  },
}

type Played = { readonly inline: api.InputBotInlineMessageID } | { readonly peer: api.InputPeer; readonly id: number }

/** The message with the game: one in a chat, or one that was sent through the bot. */
async function messageIn(bot: Bot, params: Params): Promise<Played> {
  const inline = params.text('inline_message_id')
  if (inline !== undefined) {
    const id = fromInlineMessageId(inline)
    if (id === undefined) throw badRequest('invalid inline message identifier specified')
    return { inline: id }
  }
  const peer = await bot.chat(params)
  const id = params.integer('message_id')
  if (id === undefined || id <= 0) throw badRequest('message identifier is not specified')
  return { peer, id }
}
