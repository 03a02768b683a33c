import type { api } from '@chappe/tl-codec/api'
import type { SentMessage } from '../messages/send.ts'

/** What comes of a button that was pressed; what an app has to do itself comes back as data. */
export type Pressed =
  /** The bot's answer: shown for a moment, or as an `alert` until it is closed; `url` is to be opened, as for games. */
  | {
      readonly type: 'answer'
      readonly text: string | undefined
      readonly alert: boolean
      readonly url: string | undefined
    }
  /** A message was sent: what stands on the button, the phone number or the place. */
  | { readonly type: 'sent'; readonly message: SentMessage }
  /** The people or chats that the bot asked for were named to it. */
  | { readonly type: 'shared' }
  /** A link to open. */
  | { readonly type: 'link'; readonly url: string }
  /** A link that is to know who opens it: see `messages.requestUrlAuth`. */
  | { readonly type: 'logIn'; readonly url: string; readonly buttonId: number }
  /** A web app to open: by `messages.requestWebView`, or `requestSimpleWebView` for one of a reply keyboard. */
  | { readonly type: 'webApp'; readonly url: string; readonly text: string; readonly simple: boolean }
  /** A question for `inlineQuery`: in this chat, or in one that the person is to choose, of these kinds. */
  | {
      readonly type: 'inlineQuery'
      readonly bot: bigint | undefined
      readonly query: string
      readonly samePeer: boolean
      readonly peerTypes: readonly api.InlineQueryPeerType[]
    }
  | { readonly type: 'profile'; readonly userId: bigint }
  /** A text for the clipboard. */
  | { readonly type: 'copy'; readonly text: string }
  /** A poll to be made by the person, a quiz or none if that is said. */
  | { readonly type: 'poll'; readonly quiz: boolean | undefined }
  | { readonly type: 'payment' }

/** What an app has to do itself; undefined for buttons that are answered by the server. */
export function leftToApp(button: api.KeyboardButton, message: api.message): Pressed | undefined {
  switch (button._) {
    case 'keyboardButtonUrl':
      return { type: 'link', url: button.url }
    case 'keyboardButtonUrlAuth':
      return { type: 'logIn', url: button.url, buttonId: button.buttonId }
    case 'keyboardButtonWebView':
      return { type: 'webApp', url: button.url, text: button.text, simple: false }
    case 'keyboardButtonSimpleWebView':
      return { type: 'webApp', url: button.url, text: button.text, simple: true }
    case 'keyboardButtonSwitchInline': {
      const { query, samePeer = false, peerTypes = [] } = button
      return { type: 'inlineQuery', bot: botOf(message), query, samePeer, peerTypes }
    }
    case 'keyboardButtonUserProfile':
      return { type: 'profile', userId: button.userId }
    case 'keyboardButtonCopy':
      return { type: 'copy', text: button.copyText }
    case 'keyboardButtonRequestPoll':
      return { type: 'poll', quiz: button.quiz }
    case 'keyboardButtonBuy':
      return { type: 'payment' }
    default:
      return undefined
  }
}

/** Whose buttons they are: of the bot that sent the message, or by which somebody sent it. */
function botOf({ viaBotId, fromId, peerId, out }: api.message): bigint | undefined {
  if (viaBotId !== undefined) return viaBotId
  if (fromId !== undefined) return fromId._ === 'peerUser' ? fromId.userId : undefined
  return peerId._ === 'peerUser' && out !== true ? peerId.userId : undefined
}
