import type { api } from '@chappe/tl-codec/api'
import type { Bot } from '../bot.ts'
import type { SendOptions } from './send-options.ts'
import { writeOutSent } from './write-out-sent.ts'

/** What a message says. */
export interface Said {
  readonly message: string
  readonly entities?: api.MessageEntity[] | undefined
  readonly media?: api.InputMedia | undefined
  /** Blocks in the place of the text. */
  readonly richMessage?: api.InputRichMessage | undefined
  readonly invertMedia?: true | undefined
  /** No page is wanted below a text. */
  readonly noWebpage?: true | undefined
}

export interface Delivered {
  readonly updates: api.Updates
  readonly peer: api.InputPeer
}

/** Sends what is said: to a chat, or before all in it to one alone. */
export async function deliver(bot: Bot, options: SendOptions, said: Said): Promise<Delivered> {
  const { ephemeral, ...open } = options
  const { peer, randomId, replyTo, replyMarkup } = options
  const { noWebpage, media, richMessage, ...rest } = said
  if (ephemeral !== undefined) {
    const { message, entities } = said
    const request = { peer, randomId, replyTo, replyMarkup, message, entities, media, richMessage, ...ephemeral }
    return { updates: await bot.call({ _: 'ephemeral.sendMessage', ...request }), peer }
  }
  if (media !== undefined) {
    return { updates: await bot.call({ _: 'messages.sendMedia', ...open, ...rest, media }), peer }
  }
  const updates = await bot.call({ _: 'messages.sendMessage', ...open, ...rest, noWebpage, richMessage })
  const whole = updates._ === 'updateShortSentMessage' ? writeOutSent(bot, options, said, updates) : undefined
  return { updates: whole ?? updates, peer }
}
