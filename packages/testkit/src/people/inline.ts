import type { InlineResults as FoundResults } from '@chappe/client'
import type { api } from '@chappe/tl-codec/api'
import type { ChatLike } from '../chats/chat-like.ts'
import { LabError } from '../errors.ts'
import type { LabMessage } from './messages.ts'
import { findPeer, type Self } from './self.ts'
import { sentMessage } from './sent-message.ts'

export interface InlineOptions {
  /** Where the person types. Default: the chat with the bot. */
  readonly chat?: ChatLike | undefined
  /** Where the page begins, as the page before said by `nextOffset`. */
  readonly offset?: string | undefined
  /** Where the person is, for bots that ask for that; in degrees. */
  readonly location?: { readonly latitude: number; readonly longitude: number } | undefined
}

export interface InlineResult {
  readonly id: string
  /** Such as `article` or `photo`. */
  readonly type: string
  readonly title: string | undefined
  readonly description: string | undefined
  readonly raw: api.BotInlineResult
}

/** A number from 0 on, a text that is the title or the id, a pattern for the title, or a test of one's own. */
export type ResultMatch = number | string | RegExp | ((result: InlineResult) => boolean)

export interface InlineResults {
  readonly results: readonly InlineResult[]
  /** Where the next page begins; undefined for the last one. */
  readonly nextOffset: string | undefined
  /** A button above the results that leads to the chat with the bot, with its start parameter, or to a web app. */
  readonly button: FoundResults['button']
  /** As the client of the person gives them. */
  readonly raw: FoundResults
  /** Sends one to the chat in which the person types. @throws {LabError} NO_RESULT */
  choose(which: ResultMatch): Promise<LabMessage>
}

/** Asks a bot inline, as by `@bot query` in a chat. Rejects with `BOT_RESPONSE_TIMEOUT` where it does not answer in time. */
export async function inline(
  self: Self,
  bot: ChatLike,
  query: string,
  { chat = bot, offset = '', location }: InlineOptions = {},
): Promise<InlineResults> {
  const { client } = self
  const peer = await findPeer(self, chat)
  const place = location && { lat: location.latitude, long: location.longitude }
  const raw = await client.inlineQuery(await findPeer(self, bot), query, { peer, offset, place })
  const results = raw.results.map(toResult)
  const { button, nextOffset } = raw
  return {
    ...{ results, raw, button },
    nextOffset: nextOffset === '' ? undefined : nextOffset,
    async choose(which) {
      const { id } = await client.sendInlineResult(peer, raw, chosen(results, which).raw)
      return sentMessage(self, peer, id)
    },
  }
}

function toResult(raw: api.BotInlineResult): InlineResult {
  const { id, type, title, description } = raw
  return { id, type, title, description, raw }
}

function chosen(results: readonly InlineResult[], which: ResultMatch): InlineResult {
  const found = typeof which === 'number' ? results[which] : results.find(testOf(which))
  if (found !== undefined) return found
  const there = results.map(({ id, type, title }) => `  ${type} ${JSON.stringify(title ?? id)}`).join('\n')
  throw new LabError(
    'NO_RESULT',
    `there is no result ${String(which)}; there ${results.length === 0 ? 'is none' : `are\n${there}`}`,
  )
}

function testOf(which: Exclude<ResultMatch, number>): (result: InlineResult) => boolean {
  if (typeof which === 'function') return which
  if (typeof which === 'string') return ({ title, id }) => title === which || id === which
  const pattern = new RegExp(which.source, which.flags.replace(/[gy]/g, ''))
  return ({ title = '' }) => pattern.test(title)
}
