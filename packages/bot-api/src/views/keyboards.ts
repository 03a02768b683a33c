import type { api } from '@chappe/tl-codec/api'
import type { InlineKeyboardButton, InlineKeyboardMarkup } from '@grammyjs/types'

/** The buttons below a message; other keyboards are told to nobody. */
export function viewInlineKeyboard(markup: api.ReplyMarkup | undefined): InlineKeyboardMarkup | undefined {
  if (markup?._ !== 'replyInlineMarkup') return undefined
  const rows = markup.rows.map(({ buttons }) => buttons.flatMap((button) => viewButton(button) ?? []))
  return { inline_keyboard: rows.filter((row) => row.length > 0) }
}

function viewButton(button: api.KeyboardButton): InlineKeyboardButton | undefined {
  const shown = lookOf(button)
  switch (button._) {
    case 'keyboardButtonUrl':
      return { ...shown, url: button.url }
    case 'keyboardButtonCallback':
      return { ...shown, callback_data: Buffer.from(button.data).toString('utf8') }
    case 'keyboardButtonWebView':
      return { ...shown, web_app: { url: button.url } }
    // As the public server does.
    case 'keyboardButtonUrlAuth':
      return { ...shown, url: button.url }
    case 'keyboardButtonUserProfile':
      return { ...shown, url: `tg://user?id=${button.userId}` }
    case 'keyboardButtonCopy':
      return { ...shown, copy_text: { text: button.copyText } }
    case 'keyboardButtonGame':
      return { ...shown, callback_game: {} }
    case 'keyboardButtonBuy':
      return { ...shown, pay: true }
    case 'keyboardButtonSwitchInline':
      return { ...shown, ...viewSwitch(button) }
    default:
      return undefined
  }
}

/** What a button says and how it looks. */
function lookOf({
  text,
  style,
}: api.KeyboardButton): Pick<InlineKeyboardButton, 'text' | 'style' | 'icon_custom_emoji_id'> {
  const colour = style?.bgPrimary ? 'primary' : style?.bgDanger ? 'danger' : style?.bgSuccess ? 'success' : undefined
  return {
    text,
    ...(style?.icon !== undefined && { icon_custom_emoji_id: String(BigInt.asUintN(64, style.icon)) }),
    ...(colour && { style: colour }),
  }
}

function viewSwitch({ query, samePeer, peerTypes }: api.keyboardButtonSwitchInline) {
  if (samePeer) return { switch_inline_query_current_chat: query }
  if (peerTypes === undefined) return { switch_inline_query: query }
  const has = (...names: api.InlineQueryPeerType['_'][]): boolean => peerTypes.some(({ _ }) => names.includes(_))
  return {
    switch_inline_query_chosen_chat: {
      query,
      allow_user_chats: has('inlineQueryPeerTypePM'),
      allow_bot_chats: has('inlineQueryPeerTypeBotPM'),
      allow_group_chats: has('inlineQueryPeerTypeChat', 'inlineQueryPeerTypeMegagroup'),
      allow_channel_chats: has('inlineQueryPeerTypeBroadcast'),
    },
  }
}
