import type { api } from '@chappe/tl-codec/api'
import { provePassword } from '../auth/prove-password.ts'
import { ClientError } from '../errors.ts'
import { randomIdFrom, replyToMessage, type SentMessage, sendMessage, sentAs } from '../messages/send.ts'
import type { PeerLike } from '../peers/resolve.ts'
import { askTwice } from '../rpc/ask-twice.ts'
import type { CallOptions } from '../rpc/call.ts'
import { type ButtonChoice, findButton, type WithButtons } from './find-button.ts'
import type { BotsPort } from './port.ts'
import { leftToApp, type Pressed } from './pressed.ts'

/** What some buttons need of the person. Nothing private is given away unless it stands here. */
export interface PressOptions extends CallOptions {
  /** The password of two-step login, for a button that asks who presses it. The server learns only that it is right. */
  readonly password?: string | undefined
  /** Gives one's own phone number to the bot that asks for it. */
  readonly sharePhone?: boolean | undefined
  /** The place, in degrees, for a bot that asks where one is. */
  readonly place?: { readonly lat: number; readonly long: number } | undefined
  /** Whom, or which chats, a bot that asks for some is told. */
  readonly peers?: readonly PeerLike[] | undefined
}

/** Does what an app does when somebody presses a button ("Buttons"). */
export async function pressButton(
  port: BotsPort,
  shown: WithButtons,
  choice: ButtonChoice,
  options: PressOptions,
): Promise<Pressed> {
  const message = 'raw' in shown ? shown.raw : shown
  if (message._ !== 'message') throw new ClientError('BUTTON_UNKNOWN', 'service messages have no buttons')
  const button = findButton(message, choice)
  const left = leftToApp(button, message)
  if (left !== undefined) return left
  const peer = await port.resolve(message.peerId)
  switch (button._) {
    case 'keyboardButton': {
      // In a group the bot may hear only what answers it; in its own chat it hears all.
      const replyTo = peer._ === 'inputPeerUser' ? undefined : message.id
      const sent = await sendMessage(port.call, port.random, peer, button.text, { ...options, replyTo })
      return { type: 'sent', message: sent }
    }
    case 'keyboardButtonCallback':
    case 'keyboardButtonGame':
      return ask(port, { peer, msgId: message.id }, button, options)
    case 'keyboardButtonRequestPhone':
      return {
        type: 'sent',
        message: await sendMedia(port, peer, message.id, await ownContact(port, options), options),
      }
    case 'keyboardButtonRequestGeoLocation': {
      const { lat, long } = options.place ?? missing('place')
      const geoPoint: api.inputGeoPoint = { _: 'inputGeoPoint', lat, long }
      const media: api.inputMediaGeoPoint = { _: 'inputMediaGeoPoint', geoPoint }
      return { type: 'sent', message: await sendMedia(port, peer, message.id, media, options) }
    }
    case 'keyboardButtonRequestPeer': {
      const { peers = missing('peers'), ...callOptions } = options
      const requestedPeers = await Promise.all(peers.map((named) => port.resolve(named)))
      const asked = { peer, msgId: message.id, buttonId: button.buttonId, requestedPeers }
      await port.call({ _: 'messages.sendBotRequestedPeer', ...asked }, callOptions)
      return { type: 'shared' }
    }
    default:
      throw new ClientError('BUTTON_UNKNOWN', `a button of the kind ${button._} is not pressed`)
  }
}

/** "Callback queries": waits for the bot, which the server gives a while to answer. */
async function ask(
  { call, random }: BotsPort,
  where: { readonly peer: api.InputPeer; readonly msgId: number },
  button: api.keyboardButtonCallback | api.keyboardButtonGame,
  options: PressOptions,
): Promise<Pressed> {
  const { signal, timeoutMs, floodWaitS } = options
  const callOptions = { signal, timeoutMs, floodWaitS }
  const pressed =
    button._ === 'keyboardButtonGame'
      ? { game: true }
      : {
          data: button.data,
          password:
            button.requiresPassword === true
              ? await provePassword(call, random, options.password ?? missing('password'), callOptions)
              : undefined,
        }
  const answer = await call({ _: 'messages.getBotCallbackAnswer', ...where, ...pressed }, callOptions)
  return { type: 'answer', text: answer.message, alert: answer.alert === true, url: answer.url }
}

/** One's own number as a contact, which is how a bot knows that it is one's own. */
async function ownContact({ getMe }: BotsPort, { sharePhone }: PressOptions): Promise<api.inputMediaContact> {
  if (sharePhone !== true) missing('sharePhone')
  const { phone, firstName = '', lastName = '' } = await getMe()
  if (phone === undefined) throw new ClientError('ANSWER_UNEXPECTED', 'the server does not say the own phone number')
  return { _: 'inputMediaContact', phoneNumber: phone, firstName, lastName, vcard: '' }
}

async function sendMedia(
  { call, random }: BotsPort,
  peer: api.InputPeer,
  replyTo: number,
  media: api.InputMedia,
  options: CallOptions,
): Promise<SentMessage> {
  const randomId = randomIdFrom(random)
  const asked = { peer, media, message: '', randomId, replyTo: replyToMessage(replyTo) }
  const result = await askTwice(call, { _: 'messages.sendMedia', ...asked }, options)
  return { ...sentAs(result, randomId), randomId }
}

function missing(option: keyof PressOptions): never {
  throw new ClientError('OPTION_INVALID', `the button asks for something that was not given: say it by '${option}'`)
}
