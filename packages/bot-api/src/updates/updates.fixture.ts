import type { api } from '@chappe/tl-codec/api'
import { createBot } from '../bot.ts'
import type { BotPort, PortUpdate } from '../port.ts'
import type { StoredBot } from '../storage/bot-storage.ts'
import { serveUpdates, type UpdatesOfBot, type UpdatesOptions } from './updates-of-bot.ts'

export interface ToldBot {
  readonly updates: UpdatesOfBot
  /** Is kept when the bot's program has dealt with it. */
  tell(update: api.Update): Promise<void>
}

/** The queue of a bot that asks its server nothing, and is told of what the test says. */
export async function serveTold(
  stored: StoredBot,
  outside: Pick<UpdatesOptions, 'sleep' | 'onFault'>,
): Promise<ToldBot> {
  let listener: (update: PortUpdate) => Promise<void> = () => Promise.resolve()
  const self: api.user = { _: 'user', id: 5n, firstName: 'Bot', bot: true }
  const port: BotPort = {
    self,
    call: () => Promise.reject(new Error('nothing is asked')),
    inputPeer: () => Promise.reject(new Error()),
    listen: (given) => {
      listener = given
    },
    ...{ onSignedOut() {}, close: () => Promise.resolve() },
  }
  const bot = createBot(port, { random: (length) => new Uint8Array(length) })
  const call = (): Promise<true> => Promise.resolve(true)
  const about = { botId: 1, bot, port, stored, now: () => 100, privateWebhooks: false, call }
  const updates = await serveUpdates({ ...about, ...outside })
  return { updates, tell: (update) => listener({ update, users: [], chats: [] }) }
}
