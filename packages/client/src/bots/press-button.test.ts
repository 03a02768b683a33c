import { type api, encode, encodeResult } from '@chappe/tl-codec/api'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { callTo } from '../rpc/call.fixture.ts'
import { createBots } from './bots.ts'
import { buttonsOf, findButton } from './find-button.ts'

const bot = { _: 'peerUser', userId: 7n } as const
const inputBot: api.inputPeerUser = { _: 'inputPeerUser', userId: 7n, accessHash: 1n }
const group: api.inputPeerChannel = { _: 'inputPeerChannel', channelId: 9n, accessHash: 2n }
const me: api.user = { _: 'user', id: 5n, phone: '9996610001', firstName: 'Ann', self: true }

function shown(buttons: api.KeyboardButton[][], inline: boolean, more: Partial<api.message> = {}): api.message {
  const rows = buttons.map((row) => ({ _: 'keyboardButtonRow' as const, buttons: row }))
  const replyMarkup: api.ReplyMarkup = inline ? { _: 'replyInlineMarkup', rows } : { _: 'replyKeyboardMarkup', rows }
  return { _: 'message', id: 30, peerId: bot, date: 1, message: 'choose', replyMarkup, ...more }
}

/** A person whose requests are noted; the server has every message as number 31. */
function person(to: api.InputPeer = inputBot) {
  const asked: api.Method[] = []
  const call = callTo((request) => {
    asked.push(request)
    if (request._ === 'messages.getBotCallbackAnswer') {
      return encodeResult(request, { _: 'messages.botCallbackAnswer', alert: true, message: 'so be it', cacheTime: 0 })
    }
    return encode({ _: 'updateShortSentMessage', id: 31, pts: 1, ptsCount: 1, date: 1, out: true })
  })
  const bots = createBots({ call, random: (n) => new Uint8Array(n), resolve: async () => to, getMe: async () => me })
  return { asked, bots }
}

const texts = fc.string({ minLength: 1, maxLength: 6 })
const keyboards = fc.array(fc.array(texts, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 })

test('every button is found by where it stands, and by what stands on it the first that says so', () => {
  fc.assert(
    fc.property(keyboards, fc.boolean(), (rows, inline) => {
      const message = shown(
        rows.map((row) => row.map((text) => ({ _: 'keyboardButton', text }))),
        inline,
      )
      expect(buttonsOf({ raw: message }).map((row) => row.map(({ text }) => text))).toEqual(rows)
      const all = buttonsOf(message).flat()
      for (const [row, inRow] of rows.entries()) {
        for (const [column, text] of inRow.entries()) {
          expect(findButton(message, { row, column })).toBe(buttonsOf(message)[row]?.[column])
          expect(findButton(message, text)).toBe(all.find((button) => button.text === text))
        }
      }
    }),
  )
})

test('a button that is not there is said to be missing, without what stands on the others', async () => {
  const { asked, bots } = person()
  const message = shown([[{ _: 'keyboardButton', text: 'private matter' }]], true)
  for (const choice of ['other', { row: 1, column: 0 }, { row: 0, column: 1 }]) {
    const refused = await bots.pressButton(message, choice).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'BUTTON_UNKNOWN', message: expect.not.stringContaining('private') })
  }
  expect(asked).toEqual([])
})

test('a text of a keyboard is sent, and in a group as an answer to what brought the keyboard', async () => {
  const message = shown([[{ _: 'keyboardButton', text: 'Tea' }]], false)
  const alone = person()
  expect(await alone.bots.pressButton(message, 'Tea')).toMatchObject({ type: 'sent', message: { id: 31 } })
  expect(alone.asked).toMatchObject([{ _: 'messages.sendMessage', message: 'Tea' }])
  expect(alone.asked[0]).not.toHaveProperty('replyTo')
  const among = person(group)
  await among.bots.pressButton(message, 'Tea')
  expect(among.asked).toMatchObject([{ message: 'Tea', replyTo: { replyToMsgId: 30 } }])
})

test('a button below a message is asked for with its data, and gives what the bot answers', async () => {
  const { asked, bots } = person()
  const data = Uint8Array.of(1, 2)
  const message = shown([[{ _: 'keyboardButtonCallback', text: 'Tea', data }]], true)
  expect(await bots.pressButton(message, { row: 0, column: 0 })).toEqual({
    ...{ type: 'answer', text: 'so be it', alert: true, url: undefined },
  })
  expect(asked).toMatchObject([{ _: 'messages.getBotCallbackAnswer', msgId: 30, data }])
})

test('nothing private is given to a bot that asks for it, unless the caller says so', async () => {
  const { asked, bots } = person()
  const message = shown(
    [
      [{ _: 'keyboardButtonRequestPhone', text: 'number' }],
      [{ _: 'keyboardButtonRequestGeoLocation', text: 'place' }],
      [{ _: 'keyboardButtonCallback', text: 'password', data: Uint8Array.of(1), requiresPassword: true }],
    ],
    false,
  )
  for (const text of ['number', 'place', 'password']) {
    await expect(bots.pressButton(message, text)).rejects.toMatchObject({ code: 'OPTION_INVALID' })
  }
  expect(asked).toEqual([])
  await bots.pressButton(message, 'number', { sharePhone: true })
  await bots.pressButton(message, 'place', { place: { lat: 1, long: 2 } })
  expect(asked).toMatchObject([
    { media: { _: 'inputMediaContact', phoneNumber: '9996610001', firstName: 'Ann' }, replyTo: { replyToMsgId: 30 } },
    { media: { _: 'inputMediaGeoPoint', geoPoint: { lat: 1, long: 2 } } },
  ])
})

test('what an app has to do itself comes back, and asks nothing of the server', async () => {
  const { asked, bots } = person()
  const via = shown([[{ _: 'keyboardButtonSwitchInline', text: 'ask', query: 'cats', samePeer: true }]], true, {
    viaBotId: 8n,
  })
  const question = { type: 'inlineQuery', query: 'cats', samePeer: true, peerTypes: [] }
  expect(await bots.pressButton(via, 'ask')).toEqual({ ...question, bot: 8n })
  const { viaBotId: _, ...own } = via
  expect(await bots.pressButton(own, 'ask')).toEqual({ ...question, bot: 7n })
  const link = { _: 'keyboardButtonUrl', text: 'link', url: 'https://example.org' } as const
  const copy = { _: 'keyboardButtonCopy', text: 'copy', copyText: 'code' } as const
  const message = shown([[link, copy]], true)
  expect(await bots.pressButton(message, 'link')).toEqual({ type: 'link', url: 'https://example.org' })
  expect(await bots.pressButton(message, copy)).toEqual({ type: 'copy', text: 'code' })
  expect(asked).toEqual([])
})
