import type { api } from '@chappe/tl-codec/api'
import { ClientError } from '../errors.ts'
import { randomIdFrom, type SentMessage, sentAs } from '../messages/send.ts'
import type { PeerLike } from '../peers/resolve.ts'
import { askTwice } from '../rpc/ask-twice.ts'
import type { CallOptions } from '../rpc/call.ts'
import type { BotsPort } from './port.ts'

export interface StartBotOptions extends CallOptions {
  /** What a link hands to the bot, as in `t.me/some_bot?start=param`: up to 64 letters, digits, `_` and `-`. */
  readonly param?: string | undefined
  /** A group, into which the bot is brought and in which it is begun (`?startgroup=`). The bot's own chat by default. */
  readonly group?: PeerLike | undefined
  /** Makes the message the same as one sent before under this number. New by default. */
  readonly randomId?: bigint | undefined
}

/** Begins with a bot, as by its button Start or by a link ("Deep links", bot links). */
export async function startBot(port: BotsPort, named: PeerLike, options: StartBotOptions): Promise<SentMessage> {
  const { param = '', group, randomId = randomIdFrom(port.random), ...callOptions } = options
  const bot = await inputBot(port, named)
  const peer = await port.resolve(group ?? named)
  const request = { _: 'messages.startBot', bot, peer, randomId, startParam: param } as const
  return { ...sentAs(await askTwice(port.call, request, callOptions), randomId), randomId }
}

/** @throws {ClientError} PEER_UNKNOWN for what is no user */
export async function inputBot({ resolve }: BotsPort, bot: PeerLike): Promise<api.InputUser> {
  const peer = await resolve(bot)
  switch (peer._) {
    case 'inputPeerUser':
      return { _: 'inputUser', userId: peer.userId, accessHash: peer.accessHash }
    case 'inputPeerUserFromMessage':
      return { _: 'inputUserFromMessage', peer: peer.peer, msgId: peer.msgId, userId: peer.userId }
    default:
      throw new ClientError('PEER_UNKNOWN', 'what was named is no bot')
  }
}
