import type { api } from '@chappe/tl-codec/api'

/** A short message written out ("Working with Updates", updateShortMessage); `self` is the account's own id. */
export function writeOut(short: api.updateShortMessage | api.updateShortChatMessage, self: bigint): api.updates {
  const user = (userId: bigint): api.peerUser => ({ _: 'peerUser', userId })
  const { out, mentioned, mediaUnread, silent, id, message: text, date, fwdFrom, viaBotId, replyTo, entities } = short
  const parties =
    short._ === 'updateShortMessage'
      ? { peerId: user(short.userId), fromId: user(out ? self : short.userId) }
      : { peerId: { _: 'peerChat', chatId: short.chatId } as const, fromId: user(short.fromId) }
  const message: api.message = {
    _: 'message',
    ...{ out, mentioned, mediaUnread, silent, id, message: text, date, fwdFrom, viaBotId, replyTo, entities },
    ...{ ...parties, ttlPeriod: short.ttlPeriod },
  }
  return containerOf(message, short.pts, short.ptsCount)
}

/** What was sent, as the answer updateShortSentMessage completes it. */
export function writeOutSent(
  request: api.messages.sendMessage,
  sent: api.updateShortSentMessage,
  self: bigint,
): api.updates | undefined {
  const peerId = peerOf(request.peer, self)
  if (peerId === undefined) return undefined
  const { out, id, date, media, entities, ttlPeriod } = sent
  const replyTo: api.MessageReplyHeader | undefined =
    request.replyTo?._ === 'inputReplyToMessage'
      ? { _: 'messageReplyHeader', replyToMsgId: request.replyTo.replyToMsgId }
      : undefined
  const message: api.message = {
    _: 'message',
    ...{ out, id, date, media, entities, ttlPeriod, replyTo, peerId, message: request.message },
    silent: request.silent,
    fromId: { _: 'peerUser', userId: self },
  }
  return containerOf(message, sent.pts, sent.ptsCount)
}

export function peerOf(peer: api.InputPeer, self: bigint): api.Peer | undefined {
  switch (peer._) {
    case 'inputPeerSelf':
      return { _: 'peerUser', userId: self }
    case 'inputPeerUser':
    case 'inputPeerUserFromMessage':
      return { _: 'peerUser', userId: peer.userId }
    case 'inputPeerChat':
      return { _: 'peerChat', chatId: peer.chatId }
    case 'inputPeerChannel':
    case 'inputPeerChannelFromMessage':
      return { _: 'peerChannel', channelId: peer.channelId }
    case 'inputPeerEmpty':
      return undefined
  }
}

function containerOf(message: api.message, pts: number, ptsCount: number): api.updates {
  // Ordered by pts alone, and with a date that must not run ahead of what is missing.
  const update: api.updateNewMessage = { _: 'updateNewMessage', message, pts, ptsCount }
  return { _: 'updates', updates: [update], users: [], chats: [], date: message.date, seq: 0 }
}
