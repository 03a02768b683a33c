import type { api } from '@chappe/tl-codec/api'
import type { Bot } from '../bot.ts'
import type { Delivered, Said } from './deliver.ts'
import type { SendOptions } from './send-options.ts'

/** What servers leave as it is: characters that do not show, and space around a text, are not among it. */
const keptAsItIs = /^(?!\s)(?:[^\p{C}\p{Zl}\p{Zp}]|\n)+(?<!\s)$/u

/**
 * The message of which a short answer says what the server has added ("updateShortSentMessage"); undefined where that and the
 * request do not say all of it, and it has to be asked for.
 */
export function writeOutSent(
  { self, seen }: Pick<Bot, 'self' | 'seen'>,
  { peer, replyTo, replyMarkup, noforwards, effect, silent }: SendOptions,
  { message, invertMedia, richMessage }: Said,
  { out, id, date, media, entities, ttlPeriod, pts, ptsCount }: api.updateShortSentMessage,
): Delivered['updates'] | undefined {
  const needsServer = [replyTo, replyMarkup, noforwards, effect, invertMedia, richMessage].some(
    (one) => one !== undefined,
  )
  const peerId = seenPeer(seen, peer)
  if (needsServer || peerId === undefined || !keptAsItIs.test(message)) return undefined
  const whole: api.message = {
    _: 'message',
    ...{ out, id, peerId, date, message, media, entities, ttlPeriod, silent },
    fromId: { _: 'peerUser', userId: self.id },
  }
  const update: api.updateNewMessage = { _: 'updateNewMessage', message: whole, pts, ptsCount }
  return { _: 'updates', updates: [update], users: [], chats: [], date, seq: 0 }
}

/** Whoever is not known has to be described by the server. */
function seenPeer(seen: Bot['seen'], peer: api.InputPeer): api.Peer | undefined {
  if (peer._ === 'inputPeerUser' && seen.user(peer.userId)) return { _: 'peerUser', userId: peer.userId }
  if (peer._ === 'inputPeerChat' && seen.chat(peer.chatId)) return { _: 'peerChat', chatId: peer.chatId }
  return undefined
}
