import type { api } from '@chappe/tl-codec/api'
import { ClientError } from '../errors.ts'
import { randomIdFrom, replyToMessage, type SentMessage, sentAs } from '../messages/send.ts'
import type { PeerLike } from '../peers/resolve.ts'
import { askTwice } from '../rpc/ask-twice.ts'
import type { CallOptions } from '../rpc/call.ts'
import type { BotsPort } from './port.ts'
import { inputBot } from './start-bot.ts'

export interface InlineQueryOptions extends CallOptions {
  /** The chat that is open, of which the bot is told the kind. Saved Messages by default. */
  readonly peer?: PeerLike | undefined
  /** Where to go on: `nextOffset` of the results before. */
  readonly offset?: string | undefined
  /** The place, in degrees, for a bot that wants to know it. */
  readonly place?: { readonly lat: number; readonly long: number } | undefined
}

/** What a bot offers. It can be sent for as long as the server keeps it, an hour or more. */
export interface InlineResults {
  readonly queryId: bigint
  readonly results: readonly api.BotInlineResult[]
  /** Shown as a gallery of pictures. */
  readonly gallery: boolean
  /** There are more: ask again with it as `offset`. */
  readonly nextOffset: string | undefined
  /** A button above the results: into the bot's chat, for `startBot` with its `param`, or into a web app at `url`. */
  readonly button: { readonly text: string; readonly param: string } | WebAppButton | undefined
}

interface WebAppButton {
  readonly text: string
  readonly url: string
}

export interface SendInlineResultOptions extends CallOptions {
  /** The message of the same chat that is answered. */
  readonly replyTo?: number | undefined
  readonly silent?: boolean | undefined
  /** Makes the message the same as one sent before under this number. New by default. */
  readonly randomId?: bigint | undefined
}

/** Asks a bot from the text field of a chat ("Inline queries"). */
export async function inlineQuery(
  port: BotsPort,
  bot: PeerLike,
  query: string,
  options: InlineQueryOptions,
): Promise<InlineResults> {
  const { peer = 'me', offset = '', place, ...callOptions } = options
  const geoPoint: api.inputGeoPoint | undefined = place && { _: 'inputGeoPoint', ...place }
  const asked = { bot: await inputBot(port, bot), peer: await port.resolve(peer), geoPoint, query, offset }
  const answer = await port.call({ _: 'messages.getInlineBotResults', ...asked }, callOptions)
  const { queryId, results, gallery = false, nextOffset, switchPm, switchWebview } = answer
  const toChat = switchPm && { text: switchPm.text, param: switchPm.startParam }
  const toWebApp = switchWebview && { text: switchWebview.text, url: switchWebview.url }
  return { queryId, results, gallery, nextOffset, button: toChat ?? toWebApp }
}

/** Sends one of the results, by its id or as it is, under one's own name. */
export async function sendInlineResult(
  { call, random, resolve }: BotsPort,
  peer: PeerLike,
  { queryId, results }: InlineResults,
  chosen: string | api.BotInlineResult,
  options: SendInlineResultOptions,
): Promise<SentMessage> {
  const id = typeof chosen === 'string' ? chosen : chosen.id
  if (!results.some((result) => result.id === id)) {
    throw new ClientError('OPTION_INVALID', 'what was chosen is none of the results')
  }
  const { replyTo, silent, randomId = randomIdFrom(random), ...callOptions } = options
  const sending = { peer: await resolve(peer), queryId, id, randomId, silent, replyTo: replyToMessage(replyTo) }
  const sent = await askTwice(call, { _: 'messages.sendInlineBotResult', ...sending }, callOptions)
  return { ...sentAs(sent, randomId), randomId }
}
