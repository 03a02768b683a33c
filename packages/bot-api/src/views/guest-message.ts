import type { api } from '@chappe/tl-codec/api'
import type { Update } from '@grammyjs/types'
import type { SeenPeers } from '../peers/seen-peers.ts'
import { viewMessage } from './messages.ts'

/**
 * By what somebody calls a bot ("guest_message"). It stands in a chat that the bot is not in, so that what it answers cannot be asked
 * for: that comes with it.
 */
export function viewGuestMessage(
  seen: SeenPeers,
  { queryId, message, referenceMessages = [] }: api.updateBotGuestChatQuery,
): Update['guest_message'] {
  const replyTo = message._ === 'message' ? message.replyTo : undefined
  const id = replyTo?._ === 'messageReplyHeader' ? replyTo.replyToMsgId : undefined
  const answered = referenceMessages.find((one) => one.id === id)
  const shown = viewMessage(seen, message, { replyTo: answered && viewMessage(seen, answered) })
  if (shown?.from === undefined || shown.chat.type === 'channel') return undefined
  const { chat, from } = shown
  return { ...shown, chat, from, guest_query_id: String(queryId) }
}
