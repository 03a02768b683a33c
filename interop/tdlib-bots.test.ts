import { afterAll, beforeAll, expect, test } from 'vitest'
import { findTdlib, Tdlib, type TdlibUser, type TdObject } from './support/tdlib-user.ts'
import { TeaRoom } from './support/tea-room.ts'
import { until } from './support/until.ts'

const library = findTdlib()
if (library === undefined)
  process.stderr.write('\n!!! NOT TESTED: buttons by TDLib. There is no prebuilt library for this machine.\n\n')

let room: TeaRoom
let tdlib: Tdlib
beforeAll(async () => {
  room = await TeaRoom.open()
  if (library !== undefined) tdlib = await Tdlib.load(library, room.server)
}, 90_000)
afterAll(async () => {
  await tdlib?.dispose()
  await room?.dispose()
})

test.skipIf(library === undefined)(
  'a user of TDLib begins with a bot by a link, presses buttons of both kinds, gives its number, and sends what was found inline',
  { timeout: 90_000 },
  async () => {
    const alice = await tdlib.device()
    const aliceId = await alice.signUp('9996610062', 'Alice')
    const { edited, sees } = listen(alice)
    const chat = await alice.call('searchPublicChat', { username: 'tea_bot' })
    const chatId = Number(chat['id'])
    await alice.call('sendBotStartMessage', { bot_user_id: chatId, chat_id: chatId, parameter: 'link' })
    const asked = await sees('tea or milk, link?')
    const press = (data: string, chat_id: number, message_id: unknown) =>
      alice.call('getCallbackQueryAnswer', {
        ...{ chat_id, message_id },
        payload: { _: 'callbackQueryPayloadData', data: Buffer.from(data).toString('base64') },
      })
    expect(await press('milk', chatId, asked['id'])).toMatchObject({ text: 'milk is coming', show_alert: true })
    await alice.sendText(chatId, '/colours')
    const keyboard = await sees('which colour?')
    expect(keyboard['reply_markup']).toMatchObject({ _: 'replyMarkupShowKeyboard', one_time: true })
    await alice.sendText(chatId, 'Blue')
    await sees('Blue it is')
    const contact = { phone_number: '9996610062', first_name: 'Alice', last_name: '', vcard: '', user_id: aliceId }
    await alice.send(chatId, { _: 'inputMessageContact', contact: { _: 'contact', ...contact } })
    await sees('I have your number')
    await alice.call('createPrivateChat', { user_id: aliceId, force: false })
    const query = { bot_user_id: chatId, chat_id: aliceId, query: 'leaves', offset: '' }
    const found = await alice.call('getInlineQueryResults', query)
    expect(found['results']).toMatchObject([{ id: 'one', title: 'About leaves' }, { id: 'two' }])
    const choice = { query_id: found['inline_query_id'], result_id: 'one', hide_via_bot: false }
    await alice.call('sendInlineQueryResultMessage', { chat_id: aliceId, ...choice })
    const lastOfHers = async (): Promise<TdObject | undefined> => {
      const part = { from_message_id: 0, offset: 0, limit: 1 }
      const history = await alice.call('getChatHistory', { chat_id: aliceId, ...part })
      return (history['messages'] as TdObject[])[0]
    }
    let sent: TdObject | undefined
    await until(
      async () => {
        sent = await lastOfHers()
        // Until the server has named it, it has a number that only TDLib knows.
        return sent !== undefined && textOf(sent) === 'leaves' && sent['sending_state'] === undefined
      },
      () => 'nothing was sent',
    )
    expect(await press('tea', aliceId, sent?.['id'])).toMatchObject({ text: 'from anywhere' })
    await until(
      () => edited.includes('milk chosen') && edited.includes('changed in place'),
      () => `Alice saw ${edited.join()} change`,
    )
    await room.isVisited()
  },
)

test.skipIf(library === undefined)(
  'a user of TDLib makes a bot with @BotFather, and chooses it from the keyboard that it sends',
  { timeout: 90_000 },
  async () => {
    const alice = await tdlib.device()
    await alice.signUp('9996610063', 'Alice')
    const { sees } = listen(alice)
    const { id } = await alice.call('searchPublicChat', { username: 'BotFather' })
    const chatId = Number(id)
    await alice.sendText(chatId, '/newbot')
    await sees('A new bot. What is it to be called?')
    await alice.sendText(chatId, 'Milk')
    await sees('And its username? It ends in "bot", as weather_bot does.')
    await alice.sendText(chatId, 'milk_by_tdlib_bot')
    await sees(/\d+:[\w-]{20,}/)
    await alice.sendText(chatId, '/mybots')
    const asked = await sees('Choose a bot.')
    expect(asked['reply_markup']).toMatchObject({
      _: 'replyMarkupShowKeyboard',
      rows: [[{ text: '@milk_by_tdlib_bot', type: { _: 'keyboardButtonTypeText' } }]],
    })
    await alice.sendText(chatId, '@milk_by_tdlib_bot')
    const chosen = await sees('What is to be done with @milk_by_tdlib_bot?')
    expect(chosen['reply_markup']).toMatchObject({ _: 'replyMarkupShowKeyboard' })
  },
)

const textOf = (message: TdObject): unknown =>
  (message['content'] as { readonly text?: { readonly text?: unknown } }).text?.text

/** What comes to a device from now on. */
function listen(device: TdlibUser): {
  /** The texts that messages were changed to. */
  readonly edited: string[]
  sees(text: string | RegExp): Promise<TdObject>
} {
  const edited: string[] = []
  const came: TdObject[] = []
  device.onUpdate((update) => {
    const shown = (update['new_content'] ?? {}) as { readonly text?: { readonly text?: string } }
    if (update._ === 'updateMessageContent' && shown.text?.text !== undefined) edited.push(shown.text.text)
    if (update._ === 'updateNewMessage') came.push(update['message'] as TdObject)
  })
  return {
    edited,
    async sees(text) {
      const isMeant = (message: TdObject): boolean => {
        const itsText = textOf(message)
        if (typeof text === 'string' || typeof itsText !== 'string') return itsText === text
        return message['is_outgoing'] !== true && text.test(itsText)
      }
      await until(
        () => came.some(isMeant),
        () => `${text} was not among ${came.map(textOf).join()}; the bot heard ${room.bot.told.join()}`,
        30_000,
      )
      return came.find(isMeant) ?? Promise.reject(new Error('it is gone'))
    },
  }
}
