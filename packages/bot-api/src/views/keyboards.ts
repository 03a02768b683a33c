import type { api } from '@chappe/tl-codec/api'
import type { InlineKeyboardButton, InlineKeyboardMarkup } from '@grammyjs/types'

/** The buttons below a message; other keyboards are told to nobody. */
export function viewInlineKeyboard(markup: api.ReplyMarkup | undefined): InlineKeyboardMarkup | undefined {
  if (markup?._ !== 'replyInlineMarkup') return undefined
  const rows = markup.rows.map(({ buttons }) => buttons.flatMap((button) => viewButton(button) ?? []))
  return { inline_keyboard: rows.filter((row) => row.length > 0) }
}

function viewButton(button: api.KeyboardButton): InlineKeyboardButton | undefined {
  const { text } = button
  switch (button._) {
    case 'keyboardButtonUrl':
      return { text, url: button.url }
    case 'keyboardButtonCallback':
      return { text, callback_data: Buffer.from(button.data).toString('utf8') }
    case 'keyboardButtonWebView':
      return { text, web_app: { url: button.url } }
    // As the public server does.
    case 'keyboardButtonUrlAuth':
      return { text, url: button.url }
    case 'keyboardButtonUserProfile':
      return { text, url: `tg://user?id=${button.userId}` }
    case 'keyboardButtonCopy':
      return { text, copy_text: { text: button.copyText } }
    case 'keyboardButtonGame':
      return { text, callback_game: {} }
    case 'keyboardButtonBuy':
      return { text, pay: true }
    case 'keyboardButtonSwitchInline':
      return viewSwitch(button)
    default:
      return undefined
  }
}

function viewSwitch({ text, query, samePeer, peerTypes }: api.keyboardButtonSwitchInline): InlineKeyboardButton {
  if (samePeer) return { text, switch_inline_query_current_chat: query }
  if (peerTypes === undefined) return { text, switch_inline_query: query }
  const has = (...names: api.InlineQueryPeerType['_'][]): true | undefined =>
    peerTypes.some(({ _ }) => names.includes(_)) ? true : undefined
  return {
    text,
    switch_inline_query_chosen_chat: {
      query,
      allow_user_chats: has('inlineQueryPeerTypePM') ?? false,
      allow_bot_chats: has('inlineQueryPeerTypeBotPM') ?? false,
      allow_group_chats: has('inlineQueryPeerTypeChat', 'inlineQueryPeerTypeMegagroup') ?? false,
      allow_channel_chats: has('inlineQueryPeerTypeBroadcast') ?? false,
    },
  }
}
