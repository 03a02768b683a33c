import type { api } from '@chappe/tl-codec/api'
import { LabError } from '../errors.ts'
import { buttonsOf, describeMessage, type LabMessage } from './messages.ts'
import { findPeer, type Self } from './self.ts'
import { idOf, sentMessage } from './sent-message.ts'

/** The text of a button, a pattern for it, or a test of one's own. */
export type ButtonMatch = string | RegExp | ((button: api.KeyboardButton) => boolean)

/** What comes of a button that was pressed. */
export type Pressed =
  /** The bot has answered: by a text, as an alert or not, or by a URL. */
  | {
      readonly kind: 'callback'
      readonly text: string | undefined
      readonly alert: boolean
      readonly url: string | undefined
      readonly message: LabMessage
    }
  /** A button of a keyboard: its text was sent, or the person's number. */
  | { readonly kind: 'sent'; readonly sent: LabMessage; readonly message: LabMessage }
  /** A link would be opened. */
  | { readonly kind: 'url'; readonly url: string; readonly message: LabMessage }
  /** A web app would be opened. */
  | { readonly kind: 'webApp'; readonly url: string; readonly message: LabMessage }
  /** The bot would be asked inline, in this chat or in another one. */
  | { readonly kind: 'switchInline'; readonly query: string; readonly samePeer: boolean; readonly message: LabMessage }
  /** A text would be copied. */
  | { readonly kind: 'copy'; readonly text: string; readonly message: LabMessage }
  /** Somebody's profile would be opened. */
  | { readonly kind: 'profile'; readonly userId: number; readonly message: LabMessage }

/**
 * Presses a button of a message: of the newest one that has it, unless one is given. Waits for the bot's answer as long as
 * clients do (15 seconds of the lab's time), then rejects with `BOT_RESPONSE_TIMEOUT`.
 *
 * @throws {LabError} NO_BUTTON, NOT_PRESSABLE
 */
export async function press(self: Self, match: ButtonMatch, on?: LabMessage): Promise<Pressed> {
  const { message, button } = findButton(self, match, on)
  const { client } = self
  const peer = await findPeer(self, message.chatId)
  switch (button._) {
    case 'keyboardButtonCallback':
    case 'keyboardButtonGame': {
      const asked = button._ === 'keyboardButtonGame' ? ({ game: true } as const) : ({ data: button.data } as const)
      const answer = await client.call({ _: 'messages.getBotCallbackAnswer', peer, msgId: message.id, ...asked })
      return { kind: 'callback', text: answer.message, alert: answer.alert === true, url: answer.url, message }
    }
    case 'keyboardButton': {
      // In groups clients answer the message, so that the bot hears it in privacy mode.
      const replyTo = message.chatId < 0 ? message.id : undefined
      const { id } = await client.sendMessage(peer, button.text, { replyTo })
      return { kind: 'sent', sent: await sentMessage(self, peer, id), message }
    }
    case 'keyboardButtonRequestPhone':
      return { kind: 'sent', sent: await sendOwnContact(self, peer, message), message }
    case 'keyboardButtonUrl':
    case 'keyboardButtonUrlAuth':
      return { kind: 'url', url: button.url, message }
    case 'keyboardButtonWebView':
    case 'keyboardButtonSimpleWebView':
      return { kind: 'webApp', url: button.url, message }
    case 'keyboardButtonSwitchInline':
      return { kind: 'switchInline', query: button.query, samePeer: button.samePeer === true, message }
    case 'keyboardButtonCopy':
      return { kind: 'copy', text: button.copyText, message }
    case 'keyboardButtonUserProfile':
      return { kind: 'profile', userId: Number(button.userId), message }
    default:
      throw new LabError(
        'NOT_PRESSABLE',
        `a ${button._} is not pressed by the lab: call the method of its kind by person.client`,
      )
  }
}

interface Found {
  readonly message: LabMessage
  readonly button: api.KeyboardButton
}

function findButton({ name, inbox }: Self, match: ButtonMatch, on: LabMessage | undefined): Found {
  const matches = testOf(match)
  const candidates = on === undefined ? [...inbox.newestFirst()] : [newestOf(inbox.newestFirst(), on)]
  for (const message of candidates) {
    const button = buttonsOf(message.raw)?.flat().find(matches)
    if (button !== undefined) return { message, button }
  }
  const withButtons = candidates.filter(({ buttons }) => buttons !== undefined).slice(0, 10)
  const there =
    withButtons.length === 0
      ? 'no message with buttons'
      : `\n${withButtons.map((message) => `  ${describeMessage(message)}`).join('\n')}`
  const what = typeof match === 'function' ? 'that is looked for' : String(match)
  const where = on === undefined ? name : `message ${on.id} of ${name}`
  throw new LabError('NO_BUTTON', `${where} has no button ${what}; there is ${there}`)
}

/** A message that was changed since has other buttons. */
function newestOf(messages: Iterable<LabMessage>, on: LabMessage): LabMessage {
  for (const message of messages) if (message.id === on.id && message.chatId === on.chatId) return message
  return on
}

function testOf(match: ButtonMatch): (button: api.KeyboardButton) => boolean {
  if (typeof match === 'function') return match
  if (typeof match === 'string') return ({ text }) => text === match
  const pattern = new RegExp(match.source, match.flags.replace(/[gy]/g, ''))
  return ({ text }) => pattern.test(text)
}

async function sendOwnContact(self: Self, peer: api.InputPeer, { id }: LabMessage): Promise<LabMessage> {
  const { phone = '', firstName = '', lastName = '' } = await self.client.getMe()
  const randomId = self.randomId()
  const sent = await self.client.call({
    _: 'messages.sendMedia',
    ...{ peer, message: '', randomId },
    media: { _: 'inputMediaContact', phoneNumber: phone, firstName, lastName, vcard: '' },
    replyTo: { _: 'inputReplyToMessage', replyToMsgId: id },
  })
  return sentMessage(self, peer, idOf(sent, randomId))
}
