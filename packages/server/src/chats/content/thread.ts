import type { api } from '@chappe/tl-codec/api'
import type { ChannelRecord } from '../../store/domain/channels/channels.ts'

/** The topic of all that is said in a forum outside the others ("Forums", "The General topic"). */
export const generalTopic = 1

/**
 * In which thread a message of a channel is ("Threads"): in that of what it answers, which began with the message that answers
 * none, or in its topic. Undefined for what is in none, as all in a broadcast channel. Of a message that is stored already,
 * `thread` of its row says it.
 */
export function threadOf(
  message: api.message | api.messageService,
  { kind, forum }: Pick<ChannelRecord, 'kind' | 'forum'>,
): number | undefined {
  if (kind === 'broadcast') return undefined
  if (message._ === 'messageService' && message.action._ === 'messageActionTopicCreate') return message.id
  const header = message.replyTo?._ === 'messageReplyHeader' ? message.replyTo : undefined
  if (forum && header?.forumTopic !== true) return generalTopic
  if (header?.replyToTopId !== undefined) return header.replyToTopId
  // What stands in another chat is answered outside of any thread.
  return header?.replyToPeerId === undefined || header.forumTopic ? header?.replyToMsgId : undefined
}
