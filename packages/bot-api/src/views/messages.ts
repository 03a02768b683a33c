import type { api } from '@chappe/tl-codec/api'
import type { ExternalReplyInfo, InaccessibleMessage, Message, MessageOrigin } from '@grammyjs/types'
import { toChatId } from '../peers/chat-id.ts'
import type { SeenPeers } from '../peers/seen-peers.ts'
import { viewEntities } from './entities.ts'
import { withFormerOrigin } from './former-fields.ts'
import { viewGame } from './games.ts'
import { viewInlineKeyboard } from './keyboards.ts'
import { viewMedia } from './media.ts'
import { viewChat, viewUserId } from './people.ts'
import { persistentId, viewPoll } from './polls.ts'
import { viewRichMessage } from './rich-message.ts'
import { viewAction } from './service-messages.ts'

/** A message that is answered, or that a service message is about. */
export interface Related {
  readonly replyTo?: Message | undefined
  readonly about?: Message | InaccessibleMessage | undefined
}

/** A message as the Bot API tells it; undefined for one that there is not. */
export function viewMessage(seen: SeenPeers, message: api.Message, related: Related = {}): Message | undefined {
  if (message._ === 'messageEmpty') return undefined
  const shown: Message = {
    message_id: message.id,
    ...viewAuthor(seen, message),
    chat: viewChat(seen, message.peerId),
    date: message.date,
    ...threadOf(seen, message),
  }
  if (related.replyTo !== undefined) {
    const { reply_to_message: _, ...answered } = related.replyTo
    // The type of the field cannot be had where optional fields are exact.
    Object.assign(shown, { reply_to_message: answered })
  }
  if (message._ === 'messageService') return { ...shown, ...viewAction(seen, message, related.about) }
  return { ...shown, ...viewContent(seen, message) }
}

const groupAnonymousBot = 1_087_968_824
const channelBot = 136_817_688
const serviceAccount = 777_000

/** For those who wrote as a chat, libraries of former days get somebody who stands for it. */
function viewAuthor(seen: SeenPeers, message: api.message | api.messageService): Partial<Message> {
  const { fromId, peerId } = message
  if (fromId === undefined) {
    if (peerId._ === 'peerUser') return { from: viewUserId(seen, message.out ? seen.self : peerId.userId) }
    return { sender_chat: viewChat(seen, peerId) }
  }
  if (fromId._ === 'peerUser') return { from: viewUserId(seen, fromId.userId) }
  const chat = viewChat(seen, fromId)
  if (message.post) return { sender_chat: chat }
  const isGroup = toChatId(fromId) === toChatId(peerId)
  const isForwarded = message._ === 'message' && message.fwdFrom?.savedFromPeer !== undefined
  const from = isGroup
    ? { id: groupAnonymousBot, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' }
    : isForwarded
      ? { id: serviceAccount, is_bot: false, first_name: 'Telegram' }
      : { id: channelBot, is_bot: true, first_name: 'Channel', username: 'Channel_Bot' }
  return { sender_chat: chat, from }
}

function threadOf(seen: SeenPeers, { replyTo, peerId }: api.message | api.messageService): Partial<Message> {
  if (replyTo?._ !== 'messageReplyHeader') return {}
  const isForum = peerId._ === 'peerChannel' && isForumOf(seen, peerId.channelId)
  const thread = replyTo.replyToTopId ?? (replyTo.forumTopic ? replyTo.replyToMsgId : undefined)
  if (thread === undefined) return {}
  return { message_thread_id: thread, ...((replyTo.forumTopic || isForum) && { is_topic_message: true }) }
}

function isForumOf(seen: SeenPeers, id: bigint): boolean {
  const channel = seen.channel(id)
  return channel?._ === 'channel' && channel.forum === true
}

function viewContent(seen: SeenPeers, message: api.message): Partial<Message> {
  const { media, replyTo } = message
  const shown = media === undefined ? {} : viewMedia(seen, media, (message.editDate ?? message.date) - message.date)
  const isCaption = media !== undefined && media._ !== 'messageMediaWebPage' && media._ !== 'messageMediaEmpty'
  const entities = viewEntities(seen, message.entities)
  const keyboard = viewInlineKeyboard(message.replyMarkup)
  const quote = replyTo?._ === 'messageReplyHeader' ? viewQuote(seen, replyTo) : undefined
  return {
    ...(message.fwdFrom !== undefined && withFormerOrigin(viewOrigin(seen, message.fwdFrom))),
    ...(isAutomaticForward(message) && { is_automatic_forward: true }),
    ...(quote && { quote }),
    ...(replyTo?._ === 'messageReplyHeader' && viewAnswered(seen, replyTo)),
    ...(message.viaBotId !== undefined && { via_bot: viewUserId(seen, message.viaBotId) }),
    ...(message.guestchatViaFrom !== undefined && viewCaller(seen, message.guestchatViaFrom)),
    ...(message.editDate !== undefined && !message.editHide && { edit_date: message.editDate }),
    ...(message.noforwards && { has_protected_content: true }),
    ...(message.offline && { is_from_offline: true }),
    ...(message.groupedId !== undefined && { media_group_id: String(BigInt.asUintN(64, message.groupedId)) }),
    ...(message.postAuthor && { author_signature: message.postAuthor }),
    ...(message.fromRank && { sender_tag: message.fromRank }),
    ...shown,
    ...sayingOf(seen, message, isCaption, entities),
    ...(keyboard && { reply_markup: keyboard }),
  }
}

/** Who has called the bot that says this as a guest. */
function viewCaller(
  seen: SeenPeers,
  caller: api.Peer,
): Pick<Message, 'guest_bot_caller_user' | 'guest_bot_caller_chat'> {
  if (caller._ === 'peerUser') return { guest_bot_caller_user: viewUserId(seen, caller.userId) }
  return { guest_bot_caller_chat: viewChat(seen, caller) }
}

/** Blocks have no text beside them: what the message says in words is for those who know of none. */
function sayingOf(seen: SeenPeers, message: api.message, isCaption: boolean, entities: Entities): Partial<Message> {
  if (message.richMessage !== undefined) return { rich_message: viewRichMessage(seen, message.richMessage) }
  if (message.media?._ === 'messageMediaGame') return viewGame(message.media.game, message.message, entities)
  if (message.media?._ === 'messageMediaPoll') {
    return { poll: viewPoll(seen, message.media.poll, message.media.results, message) }
  }
  return isCaption ? captionOf(message, entities) : textOf(message, entities)
}

type Entities = ReturnType<typeof viewEntities>

function textOf({ message, invertMedia, media }: api.message, entities: Entities): Partial<Message> {
  const page = media?._ === 'messageMediaWebPage' ? media : undefined
  // A link without a preview is one for which somebody did not want it.
  const isBare = media === undefined && entities.some(({ type }) => type === 'url' || type === 'text_link')
  const changed = isBare || invertMedia || page?.forceLargeMedia || page?.forceSmallMedia || page?.manual
  const options = {
    ...(isBare && { is_disabled: true }),
    ...(page?.manual && page.webpage._ === 'webPage' && { url: page.webpage.url }),
    ...(page?.forceSmallMedia && { prefer_small_media: true }),
    ...(page?.forceLargeMedia && { prefer_large_media: true }),
    ...(invertMedia && { show_above_text: true }),
  }
  return {
    text: message,
    ...(entities.length > 0 && { entities }),
    ...(changed && { link_preview_options: options }),
  }
}

function captionOf({ message, invertMedia }: api.message, entities: Entities): Partial<Message> {
  if (message === '') return {}
  return {
    caption: message,
    ...(entities.length > 0 && { caption_entities: entities }),
    ...(invertMedia && { show_caption_above_media: true }),
  }
}

/** A post that its discussion group has got by itself. */
function isAutomaticForward({ fromId, fwdFrom }: api.message): boolean {
  if (fromId?._ !== 'peerChannel' || fwdFrom?.savedFromPeer?._ !== 'peerChannel') return false
  return fwdFrom.savedFromPeer.channelId === fromId.channelId
}

function viewQuote(seen: SeenPeers, header: api.messageReplyHeader): Message['quote'] {
  if (header.quoteText === undefined) return undefined
  const entities = viewEntities(seen, header.quoteEntities)
  return {
    text: header.quoteText,
    ...(entities.length > 0 && { entities }),
    position: header.quoteOffset ?? 0,
    ...(header.quote && { is_manual: true }),
  }
}

/** What is answered, beside the message itself: something in it, or something that was said elsewhere. */
function viewAnswered(seen: SeenPeers, header: api.messageReplyHeader): Partial<Message> {
  const { todoItemId, pollOption, replyFrom } = header
  return {
    ...(todoItemId !== undefined && { reply_to_checklist_task_id: todoItemId }),
    ...(pollOption !== undefined && { reply_to_poll_option_id: persistentId(pollOption) }),
    ...(replyFrom !== undefined && { external_reply: viewExternal(seen, header, replyFrom) }),
  }
}

/** "ExternalReplyInfo" */
function viewExternal(
  seen: SeenPeers,
  { replyToPeerId, replyToMsgId, replyMedia }: api.messageReplyHeader,
  from: api.messageFwdHeader,
): ExternalReplyInfo {
  const isPublic = replyToPeerId?._ === 'peerChannel'
  return {
    origin: viewOrigin(seen, from),
    ...(isPublic && { chat: viewChat(seen, replyToPeerId) }),
    ...(isPublic && replyToMsgId !== undefined && { message_id: replyToMsgId }),
    ...(replyMedia?._ === 'messageMediaPoll'
      ? { poll: viewPoll(seen, replyMedia.poll, replyMedia.results) }
      : replyMedia && viewMedia(seen, replyMedia)),
  }
}

function viewOrigin(seen: SeenPeers, header: api.messageFwdHeader): MessageOrigin {
  const { date, fromId, fromName, channelPost, postAuthor } = header
  const signed = postAuthor === undefined ? {} : { author_signature: postAuthor }
  if (fromId?._ === 'peerUser') return { type: 'user', date, sender_user: viewUserId(seen, fromId.userId) }
  if (fromId === undefined) return { type: 'hidden_user', date, sender_user_name: fromName ?? '' }
  const chat = viewChat(seen, fromId)
  if (chat.type === 'channel' && channelPost !== undefined) {
    return { type: 'channel', date, chat, message_id: channelPost, ...signed }
  }
  return { type: 'chat', date, sender_chat: chat, ...signed }
}
