/**
 * Keyboards as layer 229 has them. Today each kind of button is a constructor of its own, and one type is for all; there a
 * button has its kind in a field, and those below a message are of another type than those in place of the letters.
 */
import { isTlObject, type TlObject } from './tl-object.ts'

/** Today's constructor for each kind, whose fields are the kind's and `text` and `style`. */
const replyKinds: ReadonlyMap<string, string> = new Map([
  ['buttonTypeDefault', 'keyboardButton'],
  ['buttonTypeRequestPhone', 'keyboardButtonRequestPhone'],
  ['buttonTypeRequestGeoLocation', 'keyboardButtonRequestGeoLocation'],
  ['buttonTypeRequestPoll', 'keyboardButtonRequestPoll'],
  ['buttonTypeRequestPeer', 'keyboardButtonRequestPeer'],
  ['inputButtonTypeRequestPeer', 'inputKeyboardButtonRequestPeer'],
  ['buttonTypeSimpleWebView', 'keyboardButtonSimpleWebView'],
])

/** A button that does nothing is one with its text only, which below a message nothing else is. */
const inlineKinds: ReadonlyMap<string, string> = new Map([
  ['inlineButtonTypeUrl', 'keyboardButtonUrl'],
  ['inlineButtonTypeUrlAuth', 'keyboardButtonUrlAuth'],
  ['inputInlineButtonTypeUrlAuth', 'inputKeyboardButtonUrlAuth'],
  ['inlineButtonTypeWebView', 'keyboardButtonWebView'],
  ['inlineButtonTypeCallback', 'keyboardButtonCallback'],
  ['inlineButtonTypeGame', 'keyboardButtonGame'],
  ['inlineButtonTypeBuy', 'keyboardButtonBuy'],
  ['inlineButtonTypeSwitchInline', 'keyboardButtonSwitchInline'],
  ['inlineButtonTypeUserProfile', 'keyboardButtonUserProfile'],
  ['inputInlineButtonTypeUserProfile', 'inputKeyboardButtonUserProfile'],
  ['inlineButtonTypeCopy', 'keyboardButtonCopy'],
  ['inlineButtonTypeDisabled', 'keyboardButton'],
])

const inverse = (kinds: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
  new Map([...kinds].map(([kind, name]) => [name, kind]))
const replyKindOf = inverse(replyKinds)
const inlineKindOf = inverse(inlineKinds)

const list = (value: unknown): readonly TlObject[] => (Array.isArray(value) ? value.filter(isTlObject) : [])

/** The kind of a button in place of the letters, as a `ButtonType`; one that can only stand below a message is plain. */
export function buttonTypeOf(button: TlObject): TlObject {
  return kindOf(button, replyKindOf) ?? { _: 'buttonTypeDefault' }
}

/** Today's constructor of a `keyboardButton` with its kind in a field. */
export function buttonOfToday(button: TlObject): TlObject {
  const { type, ...plain } = button
  return isTlObject(type) ? buttonOf(plain, type, replyKinds) : button
}

/** Rows below a message, of today from those of layer 229. */
export function rowsOfToday(rows: unknown): unknown {
  return list(rows).map((row) => ({
    _: 'keyboardButtonRow',
    buttons: list(row['buttons']).map(({ text, style, type }) =>
      buttonOf({ _: 'keyboardButton', text, style }, isTlObject(type) ? type : disabled, inlineKinds),
    ),
  }))
}

/** The same the other way. */
export function inlineRowsOf(rows: unknown): unknown {
  return list(rows).map((row) => ({
    _: 'keyboardInlineButtonRow',
    buttons: list(row['buttons']).map((button) => ({
      _: 'keyboardInlineButton',
      text: button['text'],
      style: button['style'],
      type: kindOf(button, inlineKindOf) ?? disabled,
    })),
  }))
}

const disabled: TlObject = { _: 'inlineButtonTypeDisabled' }

function kindOf(button: TlObject, kinds: ReadonlyMap<string, string>): TlObject | undefined {
  const kind = kinds.get(button._)
  if (kind === undefined) return undefined
  const { text, style, ...fields } = button
  void [text, style]
  return { ...fields, _: kind }
}

function buttonOf(plain: TlObject, type: TlObject, kinds: ReadonlyMap<string, string>): TlObject {
  const button = { ...plain, ...type, _: kinds.get(type._) ?? plain._ }
  // The bot that signs people in is the one that sends the button, unless another is named.
  return type._ === 'inputInlineButtonTypeUrlAuth' ? { ...button, bot: type['bot'] ?? { _: 'inputUserSelf' } } : button
}
