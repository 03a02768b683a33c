import type { api } from '@chappe/tl-codec/api'
import type { SentMessage } from '../messages/send.ts'
import type { PeerLike } from '../peers/resolve.ts'
import type { ButtonChoice, WithButtons } from './find-button.ts'
import {
  type InlineQueryOptions,
  type InlineResults,
  inlineQuery,
  type SendInlineResultOptions,
  sendInlineResult,
} from './inline-query.ts'
import type { BotsPort } from './port.ts'
import { type PressOptions, pressButton } from './press-button.ts'
import type { Pressed } from './pressed.ts'
import { type StartBotOptions, startBot } from './start-bot.ts'

/** What a person does with bots. */
export interface Bots {
  /**
   * Presses a button below a message, or of the keyboard that it brought. Waits for the bot's answer where there is one;
   * what an app has to do itself, such as opening a link, comes back as data. BUTTON_UNKNOWN is the code for a button that
   * the message does not have, OPTION_INVALID for one that asks for what `options` do not give.
   */
  pressButton(message: WithButtons, button: ButtonChoice, options?: PressOptions): Promise<Pressed>
  /** Asks a bot from the text field of a chat, and waits for what it offers. */
  inlineQuery(bot: PeerLike, query: string, options?: InlineQueryOptions): Promise<InlineResults>
  /** Sends one of the results, by its id or as it is, under one's own name. */
  sendInlineResult(
    peer: PeerLike,
    results: InlineResults,
    chosen: string | api.BotInlineResult,
    options?: SendInlineResultOptions,
  ): Promise<SentMessage>
  /** Begins with a bot, as by its button Start or by a link with a parameter; in a group it is brought into it. */
  startBot(bot: PeerLike, options?: StartBotOptions): Promise<SentMessage>
}

export function createBots(port: BotsPort): Bots {
  return {
    pressButton: (message, button, options = {}) => pressButton(port, message, button, options),
    inlineQuery: (bot, query, options = {}) => inlineQuery(port, bot, query, options),
    sendInlineResult: (peer, results, chosen, options = {}) => sendInlineResult(port, peer, results, chosen, options),
    startBot: (bot, options = {}) => startBot(port, bot, options),
  }
}
