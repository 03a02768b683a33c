import type { api } from '@chappe/tl-codec/api'
import { badRequest } from '../bot-api-error.ts'
import { checkLink } from '../formatting/links.ts'
import { readAdminRights } from './admin-rights.ts'
import { type Fields, fieldsOf } from './fields.ts'
import type { Params } from './params.ts'

/** Whom a button names by id; undefined for whom the bot does not know. */
export interface ButtonPeers {
  user(id: number): Promise<api.InputUser | undefined>
  bot(username: string): Promise<api.InputUser>
}

/** The keyboard of a message that is sent, of whatever kind ("ReplyKeyboardMarkup" and its kin). */
export async function readReplyMarkup(params: Params, peers: ButtonPeers): Promise<api.ReplyMarkup | undefined> {
  const given = params.json('reply_markup')
  if (given === undefined) return undefined
  const markup = fieldsOf('reply markup', given)
  const selective = markup.flag('selective') || undefined
  const inline = markup.list('inline_keyboard')
  if (inline !== undefined) return readInlineKeyboard(inline, peers)
  const rows = markup.list('keyboard')
  if (rows !== undefined) {
    return {
      _: 'replyKeyboardMarkup',
      resize: markup.flag('resize_keyboard') || undefined,
      singleUse: markup.flag('one_time_keyboard') || undefined,
      selective,
      persistent: markup.flag('is_persistent') || undefined,
      rows: await rowsOf(rows, (button) => Promise.resolve(readKeyboardButton(button))),
      placeholder: markup.text('input_field_placeholder'),
    }
  }
  if (markup.flag('remove_keyboard')) return { _: 'replyKeyboardHide', selective }
  if (markup.flag('force_reply')) {
    const placeholder = markup.text('input_field_placeholder')
    return { _: 'replyKeyboardForceReply', singleUse: true, selective, placeholder }
  }
  // An object of another kind is none.
  return undefined
}

async function readInlineKeyboard(rows: readonly unknown[], peers: ButtonPeers): Promise<api.ReplyMarkup> {
  return {
    _: 'replyInlineMarkup',
    rows: await rowsOf(rows, (button) => readInlineButton(fieldsOf('inline keyboard button', button), peers)),
  }
}

async function rowsOf(
  rows: readonly unknown[],
  read: (button: unknown) => Promise<api.KeyboardButton>,
): Promise<api.keyboardButtonRow[]> {
  const result: api.keyboardButtonRow[] = []
  for (const row of rows) {
    if (!Array.isArray(row)) throw badRequest('expected an Array of Arrays of KeyboardButton')
    const buttons = await Promise.all(row.map(read))
    if (buttons.length > 0) result.push({ _: 'keyboardButtonRow', buttons })
  }
  return result
}

const styles = { primary: { bgPrimary: true }, danger: { bgDanger: true }, success: { bgSuccess: true } } as const

function styleOf(button: Fields): { style?: api.keyboardButtonStyle } {
  const name = button.text('style')
  const icon = button.text('icon_custom_emoji_id')
  if (name === undefined && icon === undefined) return {}
  const colours = name !== undefined && Object.hasOwn(styles, name) ? styles[name as keyof typeof styles] : {}
  if (icon !== undefined && !/^-?\d{1,20}$/.test(icon)) throw badRequest('invalid custom emoji identifier specified')
  return {
    style: {
      _: 'keyboardButtonStyle',
      ...colours,
      ...(icon !== undefined && { icon: BigInt.asIntN(64, BigInt(icon)) }),
    },
  }
}

/** A button of a keyboard ("KeyboardButton"). */
export function readKeyboardButton(given: unknown): api.KeyboardButton {
  if (typeof given === 'string') return { _: 'keyboardButton', text: given }
  const button = fieldsOf('keyboard button', given)
  const shown = { text: button.needText('text'), ...styleOf(button) }
  if (button.flag('request_contact')) return { _: 'keyboardButtonRequestPhone', ...shown }
  if (button.flag('request_location')) return { _: 'keyboardButtonRequestGeoLocation', ...shown }
  const poll = button.object('request_poll')
  if (poll !== undefined) {
    const type = poll.text('type')
    return { _: 'keyboardButtonRequestPoll', ...shown, ...(type !== undefined && { quiz: type === 'quiz' }) }
  }
  const app = button.object('web_app')
  if (app !== undefined) return { _: 'keyboardButtonSimpleWebView', ...shown, url: app.needText('url') }
  const users = button.object('request_users') ?? button.object('request_user')
  if (users !== undefined) return readRequestUsers(shown, users)
  const chat = button.object('request_chat')
  if (chat !== undefined) return readRequestChat(shown, chat)
  const managed = button.object('request_managed_bot')
  if (managed !== undefined) return readRequestManaged(shown, managed)
  return { _: 'keyboardButton', ...shown }
}

interface Shown {
  readonly text: string
  readonly style?: api.keyboardButtonStyle
}

function readRequestManaged(shown: Shown, managed: Fields): api.KeyboardButton {
  const suggestedName = managed.text('suggested_name')
  const suggestedUsername = managed.text('suggested_username')
  return {
    ...{ _: 'inputKeyboardButtonRequestPeer', ...shown, buttonId: managed.integer('request_id') ?? 0, maxQuantity: 1 },
    peerType: { _: 'requestPeerTypeCreateBot', botManaged: true, suggestedName, suggestedUsername },
  }
}

function readRequestUsers(shown: Shown, users: Fields): api.KeyboardButton {
  return {
    _: 'inputKeyboardButtonRequestPeer',
    ...shown,
    buttonId: users.integer('request_id') ?? 0,
    peerType: { _: 'requestPeerTypeUser', bot: users.flag('user_is_bot'), premium: users.flag('user_is_premium') },
    maxQuantity: users.integer('max_quantity') ?? 1,
    nameRequested: users.flag('request_name') || undefined,
    usernameRequested: users.flag('request_username') || undefined,
    photoRequested: users.flag('request_photo') || undefined,
  }
}

function readRequestChat(shown: Shown, chat: Fields): api.KeyboardButton {
  const rights = (name: string) => {
    const given = chat.object(name)
    return given && readAdminRights(given)
  }
  const common = {
    creator: chat.flag('chat_is_created') || undefined,
    hasUsername: chat.flag('chat_has_username'),
    userAdminRights: rights('user_administrator_rights'),
    botAdminRights: rights('bot_administrator_rights'),
  }
  const peerType: api.RequestPeerType = chat.flag('chat_is_channel')
    ? { _: 'requestPeerTypeBroadcast', ...common }
    : {
        _: 'requestPeerTypeChat',
        ...common,
        botParticipant: chat.flag('bot_is_member') || undefined,
        forum: chat.flag('chat_is_forum'),
      }
  return {
    _: 'inputKeyboardButtonRequestPeer',
    ...shown,
    buttonId: chat.integer('request_id') ?? 0,
    peerType,
    maxQuantity: 1,
    nameRequested: chat.flag('request_title') || undefined,
    usernameRequested: chat.flag('request_username') || undefined,
    photoRequested: chat.flag('request_photo') || undefined,
  }
}

async function readInlineButton(button: Fields, peers: ButtonPeers): Promise<api.KeyboardButton> {
  const shown = { text: button.needText('text'), ...styleOf(button) }
  const url = button.text('url')
  if (url !== undefined) {
    const userId = /^tg:(?:\/\/)?user\?id=(\d+)$/i.exec(url)?.[1]
    if (userId === undefined) return { _: 'keyboardButtonUrl', ...shown, url: checkLink(url) ?? url }
    const user = await peers.user(Number(userId))
    // As on the public server: a button that leads to nobody is one without a link.
    return user === undefined
      ? { _: 'keyboardButtonUrl', ...shown, url }
      : { _: 'inputKeyboardButtonUserProfile', ...shown, userId: user }
  }
  const data = button.text('callback_data')
  if (data !== undefined) return { _: 'keyboardButtonCallback', ...shown, data: new TextEncoder().encode(data) }
  const app = button.object('web_app')
  if (app !== undefined) return { _: 'keyboardButtonWebView', ...shown, url: app.needText('url') }
  if (button.has('callback_game')) return { _: 'keyboardButtonGame', ...shown }
  if (button.flag('pay')) return { _: 'keyboardButtonBuy', ...shown }
  const copy = button.object('copy_text')
  if (copy !== undefined) return { _: 'keyboardButtonCopy', ...shown, copyText: copy.needText('text') }
  const login = button.object('login_url')
  if (login !== undefined) {
    const username = login.text('bot_username')
    return {
      _: 'inputKeyboardButtonUrlAuth',
      ...shown,
      url: login.needText('url'),
      fwdText: login.text('forward_text'),
      requestWriteAccess: login.flag('request_write_access') || undefined,
      bot: username === undefined ? { _: 'inputUserSelf' } : await peers.bot(username),
    }
  }
  return readSwitch(shown, button)
}

function readSwitch(shown: Shown, button: Fields): api.KeyboardButton {
  const query = button.text('switch_inline_query')
  if (query !== undefined) return { _: 'keyboardButtonSwitchInline', ...shown, query }
  const here = button.text('switch_inline_query_current_chat')
  if (here !== undefined) return { _: 'keyboardButtonSwitchInline', ...shown, query: here, samePeer: true }
  const chosen = button.object('switch_inline_query_chosen_chat')
  if (chosen === undefined) throw badRequest('text buttons are unallowed in the inline keyboard')
  const peerTypes: api.InlineQueryPeerType[] = []
  if (chosen.flag('allow_user_chats')) peerTypes.push({ _: 'inlineQueryPeerTypePM' })
  if (chosen.flag('allow_bot_chats')) peerTypes.push({ _: 'inlineQueryPeerTypeBotPM' })
  if (chosen.flag('allow_group_chats')) {
    peerTypes.push({ _: 'inlineQueryPeerTypeChat' }, { _: 'inlineQueryPeerTypeMegagroup' })
  }
  if (chosen.flag('allow_channel_chats')) peerTypes.push({ _: 'inlineQueryPeerTypeBroadcast' })
  if (peerTypes.length === 0) throw badRequest('at least one chat type must be allowed')
  return { _: 'keyboardButtonSwitchInline', ...shown, query: chosen.text('query') ?? '', peerTypes }
}
