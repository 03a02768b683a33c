import { createHash } from 'node:crypto'
import { type api, encode } from '@chappe/tl-codec/api'

/**
 * The same for the same thing that happened, however often it is told: after a crash the last ones are told again. What has a
 * number of its own goes by that, since a message may be told with other reactions by then.
 */
export function keyOf(update: api.Update): string {
  switch (update._) {
    case 'updateNewMessage':
    case 'updateNewChannelMessage':
      return `new ${placeOf(update.message)}`
    case 'updateEditMessage':
    case 'updateEditChannelMessage':
      return `edit ${placeOf(update.message)} ${update.message._ === 'message' ? update.message.editDate : 0} ${update.pts}`
    case 'updateBotCallbackQuery':
    case 'updateInlineBotCallbackQuery':
    case 'updateEphemeralBotCallbackQuery':
    case 'updateBotInlineQuery':
    case 'updateBotGuestChatQuery':
      return `query ${update.queryId}`
    case 'updateNewEphemeralMessage':
      return `ephemeral ${update.message.id}`
    default:
      return `${update._} ${createHash('sha256').update(encode(update)).digest('base64url')}`
  }
}

function placeOf(message: api.Message): string {
  // Private chats and basic groups are numbered together.
  const peer = 'peerId' in message && message.peerId?._ === 'peerChannel' ? message.peerId.channelId : 0n
  return `${peer} ${message.id}`
}
