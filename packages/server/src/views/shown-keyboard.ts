import type { api } from '@chappe/tl-codec/api'

/**
 * A message with its keyboard as clients are shown it. A button that asks for people or chats is stored as its bot made it, with
 * what the bot wants to know of them, which clients have no place for.
 */
export function withShownKeyboard(message: api.Message): api.Message {
  if (message._ !== 'message' || message.replyMarkup?._ !== 'replyKeyboardMarkup') return message
  const rows = message.replyMarkup.rows.map(
    (row): api.KeyboardButtonRow => ({ ...row, buttons: row.buttons.map(shownButton) }),
  )
  return { ...message, replyMarkup: { ...message.replyMarkup, rows } }
}

export function shownButton(button: api.KeyboardButton): api.KeyboardButton {
  if (button._ !== 'inputKeyboardButtonRequestPeer') return button
  const { text, buttonId, peerType, maxQuantity, style } = button
  return { _: 'keyboardButtonRequestPeer', text, buttonId, peerType, maxQuantity, style }
}
