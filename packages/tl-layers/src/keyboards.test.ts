import { loadStrict, StrictSchema } from '@chappe/strict-schema'
import { holds } from '@chappe/strict-schema/holds'
import { withoutUndefined } from '@chappe/strict-schema/without-undefined'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { layerArbitraries } from '../test/layer-arbitraries.ts'
import * as layers from './index.ts'
import { successors } from './successors.ts'

const files = loadStrict(['api.tl', 'history/api.tl'])
const later = new StrictSchema(files, 229)
const today = layerArbitraries(layers.LAYER, { depth: 2 })

const belowMessages = [
  ...['Url', 'UrlAuth', 'WebView', 'Callback', 'Game', 'Buy', 'SwitchInline', 'UserProfile', 'Copy'].map(
    (kind) => `keyboardButton${kind}`,
  ),
  ...['inputKeyboardButtonUrlAuth', 'inputKeyboardButtonUserProfile'],
]
const inPlaceOfLetters = [
  ...['', 'RequestPhone', 'RequestGeoLocation', 'RequestPoll', 'RequestPeer', 'SimpleWebView'].map(
    (kind) => `keyboardButton${kind}`,
  ),
  'inputKeyboardButtonRequestPeer',
]
const named = (name: string): fc.Arbitrary<object> =>
  today.ofName(name).map((value) => Object.assign({ _: name }, value))
const rows = (names: readonly string[]): fc.Arbitrary<object[]> =>
  fc.array(
    fc.array(fc.oneof(...names.map(named)), { maxLength: 3 }).map((buttons) => ({ _: 'keyboardButtonRow', buttons })),
    { maxLength: 3 },
  )
const inline = rows(belowMessages).map((some) => ({ _: 'replyInlineMarkup', rows: some }))
const reply = rows(inPlaceOfLetters).map((some) => ({ _: 'replyKeyboardMarkup', singleUse: true, rows: some }))

/** As a client of layer 229 reads it. */
const seen = (keyboard: object): unknown => later.decode(layers.encodeUntyped(keyboard, 229), 'ReplyMarkup')
const inlineRows = (...types: object[]): unknown => [
  {
    _: 'keyboardInlineButtonRow',
    buttons: types.map((type) => ({ _: 'keyboardInlineButton', text: 'Press', type })),
  },
]
const todaysRows = (...buttons: object[]): object[] => [{ _: 'keyboardButtonRow', buttons }]

describe('A keyboard of today, for layer 229', () => {
  test('is read back as it was', () => {
    fc.assert(
      fc.property(fc.oneof(inline, reply), (keyboard) => {
        const read: unknown = layers.decodeObject(layers.encodeUntyped(keyboard, 229))
        expect(withoutUndefined(read)).toEqual(withoutUndefined(keyboard))
      }),
    )
  })

  test('is in constructors of that layer, whatever is in it', () => {
    fc.assert(
      fc.property(fc.oneof(today.ofName('replyInlineMarkup'), today.ofName('replyKeyboardMarkup')), (keyboard) => {
        seen(Object.assign({}, keyboard))
      }),
    )
  })

  test('has buttons below a message with their kind in a field', () => {
    const buttons = [
      { _: 'keyboardButtonCallback', text: 'Press', data: Uint8Array.of(7), requiresPassword: true },
      { _: 'keyboardButtonUrl', text: 'Press', url: 'https://example.com' },
      { _: 'keyboardButtonRequestPhone', text: 'Press' },
    ]
    expect(seen({ _: 'replyInlineMarkup', rows: todaysRows(...buttons) })).toEqual({
      _: 'replyInlineMarkup',
      rows: inlineRows(
        { _: 'inlineButtonTypeCallback', data: Uint8Array.of(7), requiresPassword: true },
        { _: 'inlineButtonTypeUrl', url: 'https://example.com' },
        // It cannot stand there.
        { _: 'inlineButtonTypeDisabled' },
      ),
    })
  })

  test('has buttons in place of the letters with their kind in a field', () => {
    const buttons = [
      { _: 'keyboardButton', text: 'Blue' },
      { _: 'keyboardButtonRequestPoll', text: 'Poll', quiz: true },
      { _: 'keyboardButtonUrl', text: 'Link', url: 'https://example.com' },
    ]
    expect(seen({ _: 'replyKeyboardMarkup', rows: todaysRows(...buttons) })).toEqual({
      _: 'replyKeyboardMarkup',
      rows: todaysRows(
        { _: 'keyboardButton', text: 'Blue', type: { _: 'buttonTypeDefault' } },
        { _: 'keyboardButton', text: 'Poll', type: { _: 'buttonTypeRequestPoll', quiz: true } },
        // It cannot stand there.
        { _: 'keyboardButton', text: 'Link', type: { _: 'buttonTypeDefault' } },
      ),
    })
  })
})

describe('A keyboard of layer 229', () => {
  const read = (keyboard: object): unknown =>
    withoutUndefined(layers.decodeObject(later.encode(Object.assign({ _: '' }, keyboard))))

  test('is written as it was read', () => {
    const of229 = layerArbitraries(229, { depth: 3 })
    const keyboards = ['replyInlineMarkup', 'replyKeyboardMarkup'].map((name) => of229.ofName(name))
    fc.assert(
      fc.property(fc.oneof(...keyboards), (any) => {
        const keyboard = Object.assign({ _: '' }, any)
        const again = seen(layers.decodeObject(later.encode(keyboard)))
        if (!holds(again, keyboard)) expect(again).toEqual(keyboard)
      }),
    )
  })

  for (const { of, note } of successors) {
    test(`${of}: ${note}`, () => {
      const button = { _: of, text: 'Poll', type: { _: 'buttonTypeRequestPoll', quiz: false } }
      expect(read(button)).toEqual({ _: 'keyboardButtonRequestPoll', text: 'Poll', quiz: false })
      expect(read({ ...button, type: { _: 'buttonTypeDefault' } })).toEqual({ _: 'keyboardButton', text: 'Poll' })
    })
  }

  test('has today’s constructors in its rows, and plain buttons for those that do nothing', () => {
    const keyboard = {
      _: 'replyInlineMarkup',
      rows: inlineRows(
        { _: 'inlineButtonTypeCopy', copyText: 'it' },
        { _: 'inlineButtonTypeDisabled' },
        { _: 'inputInlineButtonTypeUrlAuth', url: 'https://example.com' },
      ),
    }
    expect(read(keyboard)).toEqual({
      _: 'replyInlineMarkup',
      rows: todaysRows(
        { _: 'keyboardButtonCopy', text: 'Press', copyText: 'it' },
        { _: 'keyboardButton', text: 'Press' },
        { _: 'inputKeyboardButtonUrlAuth', text: 'Press', url: 'https://example.com', bot: { _: 'inputUserSelf' } },
      ),
    })
  })
})
