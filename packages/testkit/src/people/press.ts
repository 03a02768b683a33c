import { buttonsOf, ClientError } from '@chappe/client'
import type { api } from '@chappe/tl-codec/api'
import { LabError } from '../errors.ts'
import { describeMessage, type LabMessage } from './messages.ts'
import { findPeer, type Self } from './self.ts'
import { sentMessage } from './sent-message.ts'

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
 * clients do (15 seconds of the lab's time), then rejects with `BOT_RESPONSE_TIMEOUT`. Who is asked for the own number gives it.
 *
 * @throws {LabError} NO_BUTTON, NOT_PRESSABLE
 */
export async function press(self: Self, match: ButtonMatch, on?: LabMessage): Promise<Pressed> {
  const { message, button } = findButton(self, match, on)
  // So that the client knows the chat.
  const peer = await findPeer(self, message.chatId)
  const pressed = await self.client.pressButton(message.raw, button, { sharePhone: true }).catch((error: unknown) => {
    if (error instanceof ClientError && cannot.has(error.code)) throw notPressable(button, error)
    throw error
  })
  switch (pressed.type) {
    case 'answer':
      return { kind: 'callback', text: pressed.text, alert: pressed.alert, url: pressed.url, message }
    case 'sent':
      return { kind: 'sent', sent: await sentMessage(self, peer, pressed.message.id), message }
    case 'link':
    case 'logIn':
      return { kind: 'url', url: pressed.url, message }
    case 'webApp':
      return { kind: 'webApp', url: pressed.url, message }
    case 'inlineQuery':
      return { kind: 'switchInline', query: pressed.query, samePeer: pressed.samePeer, message }
    case 'copy':
      return { kind: 'copy', text: pressed.text, message }
    case 'profile':
      return { kind: 'profile', userId: Number(pressed.userId), message }
    default:
      throw notPressable(button)
  }
}

/** The button asks for what a verb without options does not give, or is of no kind that is pressed. */
const cannot: ReadonlySet<string> = new Set(['OPTION_INVALID', 'BUTTON_UNKNOWN'])

function notPressable(button: api.KeyboardButton, cause?: unknown): LabError {
  const how = 'use person.client.pressButton, or the method of its kind'
  return new LabError('NOT_PRESSABLE', `a ${button._} is not pressed by the lab: ${how}`, { cause })
}

interface Found {
  readonly message: LabMessage
  readonly button: api.KeyboardButton
}

function findButton({ name, inbox }: Self, match: ButtonMatch, on: LabMessage | undefined): Found {
  const matches = testOf(match)
  const candidates = on === undefined ? [...inbox.newestFirst()] : [newestOf(inbox.newestFirst(), on)]
  for (const message of candidates) {
    const button = buttonsOf(message.raw).flat().find(matches)
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
