import { createHash } from 'node:crypto'
import { type api, encode } from '@chappe/tl-codec/api'

/**
 * The same for the same thing that happened, however often it is told: after a crash the last ones are told again. What has a
 * number of its own goes by that, since a message may be told with other reactions by then; in the others that have one (`qts`)
 * it is part of the bytes.
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
    case 'updateMessagePoll':
      return `poll ${update.pollId}`
    default:
      return `${update._} ${createHash('sha256').update(encode(update)).digest('base64url')}`
  }
}

/**
 * How the thing stands of which an update without any number tells; undefined for all others. A poll is told as it is by now
 * to who comes back, so the same once more is no news, while a state that was left and comes again is.
 *
 * @param json what the bot is told: the same poll reaches it in more than one form
 */
export function stateOf(update: api.Update, json: string): string | undefined {
  return update._ === 'updateMessagePoll' ? createHash('sha256').update(json).digest('base64url') : undefined
}

function placeOf(message: api.Message): string {
  // Private chats and basic groups are numbered together.
  const peer = 'peerId' in message && message.peerId?._ === 'peerChannel' ? message.peerId.channelId : 0n
  return `${peer} ${message.id}`
}
