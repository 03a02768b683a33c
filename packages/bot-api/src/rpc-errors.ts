import { BotApiError } from './bot-api-error.ts'

/** What a refused call of the MTProto API looks like, whoever threw it. */
export interface RpcRefusal {
  /** Such as 400. */
  readonly code: number
  /** Such as `CHAT_WRITE_FORBIDDEN`. */
  readonly text: string
}

/** What libraries match on, for what servers answer. */
const sentences: Readonly<Record<string, string>> = {
  BOT_VERIFIER_FORBIDDEN: "the bot can't verify users and chats",
  BUTTON_DATA_INVALID: 'BUTTON_DATA_INVALID',
  CHANNEL_INVALID: 'chat not found',
  CHANNEL_PRIVATE: 'chat not found',
  CHAT_ABOUT_NOT_MODIFIED: 'chat description is not modified',
  CHAT_ADMIN_REQUIRED: 'not enough rights',
  CHAT_ID_INVALID: 'chat not found',
  CHAT_NOT_MODIFIED: 'chat is not modified',
  CHAT_RESTRICTED: 'not enough rights to send text messages to the chat',
  CHAT_SEND_PLAIN_FORBIDDEN: 'not enough rights to send text messages to the chat',
  CHAT_WRITE_FORBIDDEN: 'have no rights to send a message',
  CONNECTION_ID_INVALID: 'business connection not found',
  EXTERNAL_URL_INVALID: 'wrong HTTP URL specified',
  FILE_PARTS_INVALID: 'wrong file identifier/HTTP URL specified',
  GROUPED_MEDIA_INVALID: "can't use the media of the specified type in the album",
  INPUT_TEXT_EMPTY: 'message text is empty',
  MEDIA_EMPTY: 'wrong file identifier/HTTP URL specified',
  MEDIA_CAPTION_TOO_LONG: 'message caption is too long',
  MESSAGE_DELETE_FORBIDDEN: "message can't be deleted",
  MESSAGE_EDIT_TIME_EXPIRED: "message can't be edited",
  MESSAGE_EMPTY: 'message text is empty',
  MESSAGE_NOT_MODIFIED:
    'message is not modified: specified new message content and reply markup are exactly the same as a current content ' +
    'and reply markup of the message',
  MESSAGE_TOO_LONG: 'message is too long',
  PACK_SHORT_NAME_INVALID: 'invalid sticker set name is specified',
  PACK_SHORT_NAME_OCCUPIED: 'sticker set name is already occupied',
  PARTICIPANT_ID_INVALID: 'PARTICIPANT_ID_INVALID',
  PEER_ID_INVALID: 'chat not found',
  QUERY_ID_INVALID: 'query is too old and response timeout expired or query ID is invalid',
  REPLY_MARKUP_TOO_LONG: 'reply markup is too long',
  REPLY_MESSAGE_ID_INVALID: 'message to be replied not found',
  STICKERSET_INVALID: 'STICKERSET_INVALID',
  STICKER_EMOJI_INVALID: 'invalid sticker emojis',
  USERNAME_INVALID: 'chat not found',
  USERNAME_NOT_OCCUPIED: 'chat not found',
  USER_ADMIN_INVALID: 'user is an administrator of the chat',
  USER_ID_INVALID: 'user not found',
  USER_NOT_PARTICIPANT: 'user not found',
  WEBPAGE_CURL_FAILED: 'failed to get HTTP URL content',
  WEBPAGE_MEDIA_EMPTY: 'wrong type of the web page content',
}

const forbiddens: Readonly<Record<string, string>> = {
  BOT_BLOCKED: 'bot was blocked by the user',
  INPUT_USER_DEACTIVATED: 'user is deactivated',
  USER_DEACTIVATED: 'user is deactivated',
  USER_IS_BLOCKED: 'bot was blocked by the user',
  USER_IS_BOT: "bot can't send messages to bots",
  YOU_BLOCKED_USER: 'user was blocked by the bot',
}

/** What the HTTP Bot API answers where the MTProto API has refused. */
export function toBotApiError({ code, text }: RpcRefusal): BotApiError {
  const wait = /^(?:FLOOD|SLOWMODE|FLOOD_PREMIUM)_WAIT_(\d+)$/.exec(text)
  if (wait !== null) {
    const seconds = Number(wait[1])
    return new BotApiError(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds })
  }
  const refused = forbiddens[text]
  if (refused !== undefined) return new BotApiError(403, `Forbidden: ${refused}`, undefined, text)
  if (code === 401) return new BotApiError(401, 'Unauthorized')
  if (code >= 500) return new BotApiError(500, `Internal Server Error: ${text}`)
  // The public server says "Forbidden" of what it knows alone, and takes other refusals for bad requests.
  return new BotApiError(400, `Bad Request: ${sentences[text] ?? text}`, undefined, text)
}

/** Whether it is a refusal of the MTProto API, and no fault of this side. */
export function isRpcRefusal(error: unknown): error is RpcRefusal {
  if (typeof error !== 'object' || error === null || !('code' in error) || !('text' in error)) return false
  return typeof error.code === 'number' && typeof error.text === 'string'
}
