import type { api } from '@chappe/tl-codec/api'
import type { Bot } from '../bot.ts'
import { badRequest, forbidden } from '../bot-api-error.ts'
import { type EphemeralTo, readEphemeral } from '../params/ephemeral.ts'
import type { Params } from '../params/params.ts'
import { readReplyMarkup } from '../params/reply-markup.ts'
import { readReply } from '../params/reply-parameters.ts'

/** What every message that is sent may have beside what it says. */
export interface SendOptions {
  readonly peer: api.InputPeer
  readonly randomId: bigint
  readonly silent: true | undefined
  readonly noforwards: true | undefined
  readonly effect: bigint | undefined
  readonly replyTo: api.InputReplyTo | undefined
  readonly replyMarkup: api.ReplyMarkup | undefined
  /** One member of the group alone is to see it. */
  readonly ephemeral?: EphemeralTo | undefined
}

export async function sendOptions(bot: Bot, params: Params): Promise<SendOptions> {
  if ((await readEphemeral(bot, params)) !== undefined) throw badRequest('the message cannot be sent as ephemeral')
  return openOptions(bot, params)
}

/** The same of what may be shown to one alone. */
export async function sendOptionsForOne(bot: Bot, params: Params): Promise<SendOptions> {
  const ephemeral = await readEphemeral(bot, params)
  const options = await openOptions(bot, params)
  return ephemeral === undefined ? options : { ...options, ephemeral }
}

async function openOptions(bot: Bot, params: Params): Promise<SendOptions> {
  refuseWhatIsNotHere(params)
  const peer = await chatToSendTo(bot, params)
  const { replyTo, mayBeGone } = await readReply(bot, params)
  const effect = params.text('message_effect_id')
  if (effect !== undefined && !/^\d{1,20}$/.test(effect)) throw badRequest('invalid message effect specified')
  return {
    peer,
    randomId: bot.randomLong(),
    silent: params.flag('disable_notification') || undefined,
    noforwards: params.flag('protect_content') || undefined,
    effect: effect === undefined ? undefined : BigInt.asIntN(64, BigInt(effect)),
    replyTo: mayBeGone && !(await isThere(bot, peer, replyTo)) ? undefined : replyTo,
    replyMarkup: await readReplyMarkup(params, bot.buttonPeers),
  }
}

export async function chatToSendTo(bot: Bot, params: Params): Promise<api.InputPeer> {
  const peer = await bot.chat(params)
  if (peer._ === 'inputPeerSelf') throw forbidden("the bot can't send messages to the bot")
  return peer
}

/** Stars, business accounts and the like are of no meaning here; to pass over them would send to the wrong place. */
export function refuseWhatIsNotHere(params: Params): void {
  if (params.isGiven('business_connection_id')) throw badRequest('business connection not found')
  if (params.isGiven('direct_messages_topic_id')) throw badRequest('direct messages topics are not supported')
  if (params.isGiven('suggested_post_parameters')) throw badRequest('suggested posts are not supported')
}

async function isThere(bot: Bot, peer: api.InputPeer, replyTo: api.InputReplyTo | undefined): Promise<boolean> {
  if (replyTo?._ !== 'inputReplyToMessage') return true
  return (await bot.messageOf(replyTo.replyToPeerId ?? peer, replyTo.replyToMsgId)) !== undefined
}
