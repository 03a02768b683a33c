import { type api, decodeMethod, encodeUntyped, LAYER, type LegacyMethod } from '@chappe/tl-layers'

/**
 * What a client asks for by a name that today's schema has not, by the name that it has: both do the same. It is written and
 * read once more, so that what comes of it is a request like any other.
 */
export function inTodaysWords(request: api.Method | LegacyMethod): api.Method | LegacyMethod {
  switch (request._) {
    // Until layer 222.
    case 'channels.editCreator':
      return ofPeer('messages.editChatCreator', request)
    // In layer 222 alone.
    case 'channels.getFutureCreatorAfterLeave':
      return ofPeer('messages.getFutureChatCreatorAfterLeave', request)
    default:
      return request
  }
}

/** It names any chat now, and all else as before. */
function ofPeer(name: string, request: object): api.Method | LegacyMethod {
  const channel = 'channel' in request ? request.channel : undefined
  return decodeMethod(encodeUntyped({ ...request, _: name, peer: peerOf(channel) }, LAYER))
}

function peerOf(channel: unknown): unknown {
  if (typeof channel !== 'object' || channel === null || !('_' in channel)) return channel
  switch (channel._) {
    case 'inputChannel':
      return { ...channel, _: 'inputPeerChannel' }
    case 'inputChannelFromMessage':
      return { ...channel, _: 'inputPeerChannelFromMessage' }
    default:
      return { _: 'inputPeerEmpty' }
  }
}
