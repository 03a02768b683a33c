import type { api } from '@chappe/tl-codec/api'
import type { Message } from '@grammyjs/types'
import type { Bot } from '../bot.ts'
import { viewWithReply } from '../methods/sent-message.ts'
import { viewUserId } from './people.ts'

/** A message that one member of a group is shown alone: it has no number among those of the chat. */
export async function viewEphemeral(bot: Bot, told: api.ephemeralMessage): Promise<Message | undefined> {
  const shown = await viewWithReply(bot, asMessage(told))
  return shown && { ...shown, receiver_user: viewUserId(bot.seen, told.receiverId), ephemeral_message_id: told.id }
}

function asMessage(told: api.ephemeralMessage): api.message {
  const { out, fromId, peerId, date, message, entities, media, replyMarkup, topMsgId } = told
  const answersSuch = told.replyTo?._ === 'messageReplyHeader' && told.replyTo.replyToEphemeral === true
  // What answers such a message says nothing of it here; the topic is told all the same.
  const inTopic: api.MessageReplyHeader | undefined =
    topMsgId === undefined ? undefined : { _: 'messageReplyHeader', forumTopic: true, replyToMsgId: topMsgId }
  return {
    ...{ _: 'message', id: 0, out, fromId, peerId, date, message, entities, media, replyMarkup },
    replyTo: answersSuch ? inTopic : (told.replyTo ?? inTopic),
  }
}
