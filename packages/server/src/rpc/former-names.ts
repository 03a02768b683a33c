import type { api, LegacyMethod } from '@chappe/tl-layers'

/** What a client asks for by a name that today's schema has not, by the name that it has: both do the same. */
export function inTodaysWords(request: api.Method | LegacyMethod): api.Method | LegacyMethod {
  switch (request._) {
    // Until layer 222.
    case 'channels.editCreator': {
      const { channel, userId, password } = request
      return { _: 'messages.editChatCreator', peer: peerOf(channel), userId, password }
    }
    // In layer 222 alone.
    case 'channels.getFutureCreatorAfterLeave':
      return { _: 'messages.getFutureChatCreatorAfterLeave', peer: peerOf(request.channel) }
    default:
      return request
  }
}

function peerOf(channel: api.InputChannel): api.InputPeer {
  switch (channel._) {
    case 'inputChannelEmpty':
      return { _: 'inputPeerEmpty' }
    case 'inputChannel':
      return { ...channel, _: 'inputPeerChannel' }
    case 'inputChannelFromMessage':
      return { ...channel, _: 'inputPeerChannelFromMessage' }
  }
}
