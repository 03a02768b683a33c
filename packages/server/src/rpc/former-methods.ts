import type { api } from '@chappe/tl-codec/api'
import type { LegacyMethod } from '@chappe/tl-layers'

/**
 * Methods of forums, which had other names until topics of private chats came, and named the forum as a channel ("Forums", as of
 * layer 214).
 */
const ofForums: ReadonlyMap<string, string> = new Map([
  ['channels.createForumTopic', 'messages.createForumTopic'],
  ['channels.deleteTopicHistory', 'messages.deleteTopicHistory'],
  ['channels.editForumTopic', 'messages.editForumTopic'],
  ['channels.getForumTopics', 'messages.getForumTopics'],
  ['channels.getForumTopicsByID', 'messages.getForumTopicsByID'],
  ['channels.reorderPinnedForumTopics', 'messages.reorderPinnedForumTopics'],
  ['channels.updatePinnedForumTopic', 'messages.updatePinnedForumTopic'],
])

/** A request by the name that its method has today, if that is another one. */
export function byNameOfToday(request: api.Method | LegacyMethod): api.Method | LegacyMethod {
  const name = ofForums.get(request._)
  if (name === undefined) return request
  const { channel, ...rest } = Object.assign<Partial<Record<'channel', unknown>>, object>({}, request)
  return { ...rest, _: name, peer: peerOf(channel) }
}

function peerOf(channel: unknown): api.InputPeer {
  const named = isInputChannel(channel) ? channel : undefined
  switch (named?._) {
    case 'inputChannel':
      return { ...named, _: 'inputPeerChannel' }
    case 'inputChannelFromMessage':
      return { ...named, _: 'inputPeerChannelFromMessage' }
    default:
      return { _: 'inputPeerEmpty' }
  }
}

function isInputChannel(value: unknown): value is api.InputChannel {
  return typeof value === 'object' && value !== null && '_' in value && String(value._).startsWith('inputChannel')
}
