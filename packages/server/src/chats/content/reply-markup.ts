import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { isButtonUrl, isWebAppUrl } from '../../rules/button-links.ts'
import { isLonger } from '../../rules/text-length.ts'
import type { BotTraits } from '../../store/domain/people/users.ts'

const maxRows = 300
const maxButtons = 300
const maxBytes = 64 * 1024
const maxTextLength = 256
const maxDataBytes = 64
const maxCopyLength = 256
const maxPlaceholderLength = 64
const maxQueryLength = 256

type Ports = Pick<ServicePorts, 'inputPeers' | 'store' | 'settings'>

/**
 * The keyboard that a bot puts below a message ("Buttons"), checked, as it is stored and shown. What people send is left out, as
 * the public server does; an empty one takes a keyboard away.
 */
export async function parseReplyMarkup(
  ports: Ports,
  sender: UserId,
  markup: api.ReplyMarkup | undefined,
): Promise<api.ReplyMarkup | undefined> {
  if (markup === undefined) return undefined
  const traits = (await ports.store.read.users.get(sender))?.bot
  if (traits === undefined) return undefined
  switch (markup._) {
    case 'replyKeyboardHide':
      return markup
    case 'replyKeyboardForceReply':
      return { ...markup, placeholder: parsePlaceholder(markup.placeholder) }
    case 'replyKeyboardMarkup': {
      const rows = await parseRows(markup.rows, (button) => replyButton(ports, traits, button))
      if (rows.length === 0) throw badRequest('REPLY_MARKUP_INVALID')
      return { ...markup, rows, placeholder: parsePlaceholder(markup.placeholder) }
    }
    case 'replyInlineMarkup': {
      let buttonId = 0
      const rows = await parseRows(markup.rows, (button) => inlineButton(ports, sender, button, () => ++buttonId))
      return rows.length === 0 ? undefined : { ...markup, rows }
    }
  }
}

/** Buttons that open apps stand in private chats alone ("InlineKeyboardButton", `web_app`). Throws `BUTTON_TYPE_INVALID` elsewhere. */
export function checkAppButtons(markup: api.ReplyMarkup | undefined, isPrivate: boolean): void {
  if (isPrivate || markup === undefined || !('rows' in markup)) return
  const opensApp = markup.rows.some(({ buttons }) =>
    buttons.some(({ _: name }) => name === 'keyboardButtonWebView' || name === 'keyboardButtonSimpleWebView'),
  )
  if (opensApp) throw badRequest('BUTTON_TYPE_INVALID')
}

function parsePlaceholder(placeholder: string | undefined): string | undefined {
  if (isLonger(placeholder ?? '', maxPlaceholderLength)) throw badRequest('REPLY_MARKUP_INVALID')
  return placeholder || undefined
}

async function parseRows(
  rows: readonly api.KeyboardButtonRow[],
  parse: (button: api.KeyboardButton) => Promise<api.KeyboardButton>,
): Promise<api.KeyboardButtonRow[]> {
  const buttons = rows.flatMap((row) => row.buttons)
  if (rows.length > maxRows || buttons.length > maxButtons) throw badRequest('REPLY_MARKUP_TOO_LONG')
  if (buttons.reduce((sum, button) => sum + sizeOf(button), 0) > maxBytes) throw badRequest('REPLY_MARKUP_TOO_LONG')
  const parsed: api.KeyboardButtonRow[] = []
  for (const row of rows) {
    const kept: api.KeyboardButton[] = []
    for (const button of row.buttons) {
      const text = button.text.trim()
      if (text === '' || isLonger(text, maxTextLength)) throw badRequest('BUTTON_TEXT_INVALID')
      kept.push({ ...(await parse(button)), text })
    }
    if (kept.length > 0) parsed.push({ _: 'keyboardButtonRow', buttons: kept })
  }
  return parsed
}

function sizeOf(button: api.KeyboardButton): number {
  const parts: (string | Uint8Array | undefined)[] = [button.text]
  if ('url' in button) parts.push(button.url)
  if ('data' in button) parts.push(button.data)
  if ('query' in button) parts.push(button.query)
  if ('peerType' in button && button.peerType._ === 'requestPeerTypeCreateBot') {
    parts.push(button.peerType.suggestedName, button.peerType.suggestedUsername)
  }
  return parts.reduce((sum, part) => sum + (part?.length ?? 0), 0)
}

/** What stands in place of the letters of a keyboard. */
async function replyButton(ports: Ports, sender: BotTraits, button: api.KeyboardButton): Promise<api.KeyboardButton> {
  switch (button._) {
    case 'keyboardButton':
    case 'keyboardButtonRequestPhone':
    case 'keyboardButtonRequestGeoLocation':
    case 'keyboardButtonRequestPoll':
    case 'keyboardButtonRequestPeer':
      return button
    case 'inputKeyboardButtonRequestPeer': {
      const { peerType, maxQuantity } = button
      if (maxQuantity < 1 || maxQuantity > 10) throw badRequest('MAX_QUANTITY_INVALID')
      if (peerType._ !== 'requestPeerTypeUser' && maxQuantity !== 1) throw badRequest('MAX_QUANTITY_INVALID')
      if (peerType._ === 'requestPeerTypeCreateBot') {
        if (peerType.botManaged !== true) throw badRequest('BUTTON_TYPE_INVALID')
        if (sender.managesBots !== true) throw badRequest('MANAGER_PERMISSION_MISSING')
      }
      // Shown without what the bot wants to know (`views/shown-keyboard.ts`).
      return button
    }
    case 'keyboardButtonSimpleWebView':
      if (!isWebAppUrl(button.url, ports.settings.address().host)) throw badRequest('BUTTON_URL_INVALID')
      return button
    default:
      throw badRequest('BUTTON_TYPE_INVALID')
  }
}

/** What stands below a message. Buttons that pay are refused, since nothing is sold here. */
async function inlineButton(
  ports: Ports,
  sender: UserId,
  button: api.KeyboardButton,
  nextId: () => number,
): Promise<api.KeyboardButton> {
  switch (button._) {
    case 'keyboardButtonUrl':
      if (!isButtonUrl(button.url)) throw badRequest('BUTTON_URL_INVALID')
      return button
    case 'keyboardButtonCallback':
      if (button.data.length === 0 || button.data.length > maxDataBytes) throw badRequest('BUTTON_DATA_INVALID')
      return button
    case 'keyboardButtonSwitchInline':
      if (isLonger(button.query, maxQueryLength)) throw badRequest('BUTTON_DATA_INVALID')
      return button
    case 'keyboardButtonCopy':
      if (button.copyText === '' || isLonger(button.copyText, maxCopyLength)) {
        throw badRequest('BUTTON_COPY_TEXT_INVALID')
      }
      return button
    case 'keyboardButtonWebView':
      if (!isWebAppUrl(button.url, ports.settings.address().host)) throw badRequest('BUTTON_URL_INVALID')
      return button
    case 'inputKeyboardButtonUrlAuth': {
      if (!isWebAppUrl(button.url, ports.settings.address().host)) throw badRequest('BUTTON_URL_INVALID')
      const { text, fwdText, url, style } = button
      return { _: 'keyboardButtonUrlAuth', text, fwdText, url, buttonId: nextId(), style }
    }
    case 'inputKeyboardButtonUserProfile': {
      const userId = await ports.inputPeers.user(sender, button.userId)
      if (userId === undefined) throw badRequest('BUTTON_USER_INVALID')
      return { _: 'keyboardButtonUserProfile', text: button.text, userId: BigInt(userId), style: button.style }
    }
    case 'keyboardButtonGame':
      return button
    default:
      throw badRequest('BUTTON_TYPE_INVALID')
  }
}
