import type { api } from '@chappe/tl-codec/api'
import type { Message } from '@grammyjs/types'
import type { Bot } from '../bot.ts'
import { BotApiError } from '../bot-api-error.ts'
import { viewEphemeral } from '../views/ephemeral.ts'
import { viewMessage } from '../views/messages.ts'
import { viewChat } from '../views/people.ts'
import { learnSetNames } from './set-names.ts'

/** The messages that an answer says were sent or changed, in its order. */
export function messagesIn(updates: api.Updates): api.Message[] {
  if (updates._ !== 'updates' && updates._ !== 'updatesCombined') return []
  return updates.updates.flatMap((update) => {
    switch (update._) {
      case 'updateNewMessage':
      case 'updateNewChannelMessage':
      case 'updateEditMessage':
      case 'updateEditChannelMessage':
      case 'updateNewScheduledMessage':
        return [update.message]
      default:
        return []
    }
  })
}

/**
 * The message that has come of a request, as its method answers it. A file that is sent by its id stays what it is: a video that
 * was sent as a document is answered as a video, as on the public server, and it is sent once that is known.
 */
export async function viewSent<Field extends keyof Message>(
  bot: Bot,
  { updates, peer }: { readonly updates: api.Updates; readonly peer: api.InputPeer },
  _field: Field,
): Promise<Message & Record<Field, NonNullable<Message[Field]>>> {
  const shown = await viewAny(bot, updates, peer)
  if (shown === undefined) {
    throw new BotApiError(500, 'Internal Server Error: the server does not say what was sent')
  }
  return shown as Message & Record<Field, NonNullable<Message[Field]>>
}

async function viewAny(bot: Bot, updates: api.Updates, peer: api.InputPeer): Promise<Message | undefined> {
  const toOne = updates._ === 'updates' && updates.updates.find((one) => one._ === 'updateNewEphemeralMessage')
  if (toOne) return viewEphemeral(bot, toOne.message)
  // What was sent to one person is told in short, without what the server made of it.
  const message =
    updates._ === 'updateShortSentMessage' ? await bot.messageOf(peer, updates.id) : messagesIn(updates)[0]
  return message && viewWithReply(bot, message)
}

/** What service messages tell of another message, which they seem to answer. */
const aboutOthers: ReadonlySet<api.MessageAction['_']> = new Set([
  ...(['messageActionPinMessage', 'messageActionTodoCompletions', 'messageActionTodoAppendTasks'] as const),
])

/** A message with the one that it answers, if that can still be had. */
export async function viewWithReply(bot: Bot, message: api.Message): Promise<Message | undefined> {
  if (message._ === 'messageEmpty') return undefined
  const { replyTo, peerId } = message
  const id =
    replyTo?._ === 'messageReplyHeader' && replyTo.replyToPeerId === undefined ? replyTo.replyToMsgId : undefined
  const isTopic =
    replyTo?._ === 'messageReplyHeader' && replyTo.forumTopic === true && replyTo.replyToTopId === undefined
  const answered = id === undefined || isTopic ? undefined : await bot.message(peerId, id)
  await learnSetNames(bot, [message, answered])
  const related = answered === undefined ? undefined : viewMessage(bot.seen, answered)
  if (message._ !== 'messageService' || !aboutOthers.has(message.action._)) {
    return viewMessage(bot.seen, message, { replyTo: related })
  }
  const gone = id === undefined ? undefined : { chat: viewChat(bot.seen, peerId), message_id: id, date: 0 as const }
  return viewMessage(bot.seen, message, { about: related ?? gone })
}
