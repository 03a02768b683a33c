import type { api } from '@chappe/tl-codec/api'
import { validate } from '@tma.js/init-data-node'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { botInput, makeBot, newMessages, type TestBot } from '../../../testing/bots.ts'
import {
  createTestServer,
  findByPhone,
  signUp,
  type TestClient,
  type TestServer,
} from '../../../testing/test-server.ts'

let server: TestServer
let ann: TestClient
let bob: TestClient
let shop: TestBot
let peer: api.inputPeerUser
let bot: api.inputUser

beforeEach(async () => {
  server = await createTestServer()
  ann = await signUp(server, '9996610001', 'Ann')
  bob = await signUp(server, '9996620002', 'Bob')
  shop = await makeBot(server, 'shop_bot', 'Shop', ann.key.userId)
  peer = await botInput(ann, 'shop_bot')
  bot = { _: 'inputUser', userId: peer.userId, accessHash: peer.accessHash }
})
afterEach(() => server.close())

const url = 'https://shop.example/'
const platform = 'tdesktop'
let lastRandomId = 0n

const openWebView = (more: Partial<api.messages.requestWebView> = {}) =>
  ann.call({ _: 'messages.requestWebView', peer, bot, url, platform, ...more })

const say = (client: TestClient, to: api.InputPeer, message: string) =>
  client.call({ _: 'messages.sendMessage', peer: to, message, randomId: ++lastRandomId })

/** What an app is told behind the # of its address. */
function toldBy({ url: opened }: api.WebViewResult): URLSearchParams {
  return new URLSearchParams(opened.slice(opened.indexOf('#') + 1))
}

function initDataIn(opened: api.WebViewResult): Record<string, string> {
  const initData = toldBy(opened).get('tgWebAppData')
  if (initData === null) throw new TypeError('init data were expected')
  validate(initData, shop.token, { expiresIn: 0 })
  return Object.fromEntries(new URLSearchParams(initData))
}

const article = (message: string, replyMarkup?: api.ReplyMarkup): api.inputBotInlineResult => ({
  ...{ _: 'inputBotInlineResult', id: '1', type: 'article', title: 'One' },
  sendMessage: { _: 'inputBotInlineMessageText', message, replyMarkup },
})

const buttons: api.ReplyMarkup = {
  _: 'replyInlineMarkup',
  rows: [{ _: 'keyboardButtonRow', buttons: [{ _: 'keyboardButtonUrl', text: 'Look', url }] }],
}

async function asFather(...texts: string[]): Promise<string> {
  const father = await botInput(ann, 'BotFather')
  for (const text of texts) await say(ann, father, text)
  const answer = newMessages(ann).at(-1)
  return answer?._ === 'message' ? answer.message : ''
}

describe('a button that opens an app', () => {
  it('stands in private chats alone, also by an edit', async () => {
    await say(ann, peer, '/start')
    const made = await ann.call({ _: 'messages.createChat', users: [bot], title: 'Shoppers' })
    const [chat] = made.updates._ === 'updates' ? made.updates.chats : []
    const group: api.InputPeer = { _: 'inputPeerChat', chatId: chat?.id ?? 0n }
    const person: api.InputPeer = { _: 'inputPeerUser', userId: BigInt(ann.key.userId ?? 0), accessHash: 0n }
    const row = (button: api.KeyboardButton): api.KeyboardButtonRow => ({ _: 'keyboardButtonRow', buttons: [button] })
    const below: api.ReplyMarkup = {
      ...{ _: 'replyInlineMarkup', rows: [row({ _: 'keyboardButtonWebView', text: 'Shop', url })] },
    }
    const keyboard: api.ReplyMarkup = {
      ...{ _: 'replyKeyboardMarkup', rows: [row({ _: 'keyboardButtonSimpleWebView', text: 'Shop', url })] },
    }
    const offer = (to: api.InputPeer, replyMarkup: api.ReplyMarkup) =>
      shop.call({ _: 'messages.sendMessage', peer: to, message: 'buy', randomId: ++lastRandomId, replyMarkup })
    for (const markup of [below, keyboard]) {
      await expect(offer(group, markup)).rejects.toThrow('BUTTON_TYPE_INVALID')
      await offer(person, markup)
    }
    await offer(group, buttons)
    const id = newMessages(shop).at(-1)?.id ?? 0
    const edit = { _: 'messages.editMessage', peer: group, id, message: 'sold' } as const
    await expect(shop.call({ ...edit, replyMarkup: below })).rejects.toThrow('BUTTON_TYPE_INVALID')
  })
})

describe('an app that is opened by a button below a message', () => {
  it('is told who opened it, and may send one message in the person’s name', async () => {
    await say(ann, peer, '/start')
    const themeParams = { _: 'dataJSON', data: '{"bg_color":"#000000"}' } as const
    const opened = await openWebView({ themeParams })
    expect(opened.url.startsWith(`${url}#tgWebAppData=`)).toBe(true)
    expect(toldBy(opened).get('tgWebAppThemeParams')).toBe(themeParams.data)
    const { query_id: botQueryId = '', user = '' } = initDataIn(opened)
    expect(JSON.parse(user)).toMatchObject({ first_name: 'Ann', language_code: 'en', allows_write_to_pm: true })
    const send = (client: TestClient) =>
      client.call({ _: 'messages.sendWebViewResultMessage', botQueryId, result: article('Bought!', buttons) })
    const other = await makeBot(server, 'other_bot', 'Other')
    await expect(send(other)).rejects.toThrow('QUERY_ID_INVALID')
    await expect(send(ann)).rejects.toThrow('USER_BOT_REQUIRED')
    const { msgId } = await send(shop)
    expect(msgId).toBeDefined()
    expect(newMessages(shop).at(-1)).toMatchObject({ message: 'Bought!', viaBotId: peer.userId })
    expect(newMessages(ann).at(-1)).toMatchObject({ message: 'Bought!', out: true })
    const told = ann.pushed.flatMap((updates) => (updates._ === 'updateShort' ? [updates.update] : []))
    expect(told).toContainEqual({ _: 'updateWebViewResultSent', queryId: opened.queryId })
    await expect(send(shop)).rejects.toThrow('QUERY_ID_INVALID')
    if (msgId === undefined) throw new TypeError('a name was expected')
    await shop.call({ _: 'messages.editInlineBotMessage', id: msgId, message: 'Paid' })
  })

  it('is closed once its client does not say that it is open', async () => {
    const { queryId } = await openWebView()
    if (queryId === undefined) throw new TypeError('a query was expected')
    const prolong = (client: TestClient, id: bigint) =>
      client.call({ _: 'messages.prolongWebView', peer, bot, queryId: id })
    for (let minutes = 0; minutes < 5; minutes++) {
      server.clock.now += 60_000
      expect(await prolong(ann, queryId)).toBe(true)
    }
    await expect(prolong(ann, queryId + 1n)).rejects.toThrow('QUERY_ID_INVALID')
    server.clock.now += 151_000
    await expect(prolong(ann, queryId)).rejects.toThrow('QUERY_ID_INVALID')
    await server.upkeep()
    expect(await server.store.read.webApps.session(queryId)).toBeUndefined()
  })

  it('is refused elsewhere than in the bot’s chat, with wrong addresses, and while the bot is blocked', async () => {
    const toBob = await findByPhone(ann, '9996620002')
    await expect(openWebView({ peer: toBob })).rejects.toThrow('BOT_WEBVIEW_DISABLED')
    await expect(openWebView({ url: undefined })).rejects.toThrow('BOT_INVALID')
    await expect(openWebView({ url: 'http://shop.example' })).rejects.toThrow('URL_INVALID')
    await expect(openWebView({ url: 'javascript:alert(1)' })).rejects.toThrow('URL_INVALID')
    await expect(openWebView({ platform: 'a b' })).rejects.toThrow('PLATFORM_INVALID')
    await expect(openWebView({ themeParams: { _: 'dataJSON', data: '[]' } })).rejects.toThrow('THEME_PARAMS_INVALID')
    await expect(openWebView({ startParam: 'a b' })).rejects.toThrow('START_PARAM_INVALID')
    // On this machine, where this server is as well, people try one.
    expect((await openWebView({ url: 'http://127.0.0.1:8080/app' })).url).toContain('http://127.0.0.1:8080/app#')
    await ann.call({ _: 'contacts.block', id: peer })
    await expect(openWebView()).rejects.toThrow('YOU_BLOCKED_USER')
  })

  it('is one of a hundred that somebody may have open', async () => {
    await server.store.transaction(async (tx) => {
      const { userId } = ann.key
      if (userId === undefined) throw new TypeError('somebody was expected')
      for (let at = 1n; at <= 100n; at++) {
        const session = { queryId: at, bot: shop.id, userId, peer: new Uint8Array(), silent: false, expiresAt: 2 ** 31 }
        await tx.webApps.putSession(session)
      }
    })
    await expect(openWebView()).rejects.toThrow('FLOOD_WAIT_60')
  })
})

describe('an app of the menu', () => {
  it('is the one of the person, or of all', async () => {
    await expect(openWebView({ url: undefined, fromBotMenu: true })).rejects.toThrow('URL_INVALID')
    await asFather('/setmenubutton', '@shop_bot', 'https://shop.example/all\nShop')
    const { queryId, ...opened } = await openWebView({ url: undefined, fromBotMenu: true })
    expect(opened.url).toContain('https://shop.example/all#')
    await asFather('/setmenubutton', '@shop_bot', '/empty')
    await expect(openWebView({ url: undefined, fromBotMenu: true })).rejects.toThrow('URL_INVALID')
  })
})

describe('an app of a keyboard', () => {
  it('is not told who opened it, and gives the bot what nobody else sees', async () => {
    await say(ann, peer, '/start')
    const opened = await ann.call({ _: 'messages.requestSimpleWebView', bot, url, platform })
    expect(toldBy(opened).has('tgWebAppData')).toBe(false)
    expect(toldBy(opened).get('tgWebAppPlatform')).toBe(platform)
    const send = (data: string, randomId: bigint, client = ann) =>
      client.call({ _: 'messages.sendWebViewData', bot, randomId, buttonText: 'Order', data })
    await send('{"pizza":1}', 77n)
    await send('{"pizza":1}', 77n)
    const sentMe = { _: 'messageActionWebViewDataSentMe', text: 'Order', data: '{"pizza":1}' }
    const heard = newMessages(shop).filter(({ _ }) => _ === 'messageService')
    expect(heard).toMatchObject([{ action: sentMe }])
    const history = await ann.call({
      ...{
        _: 'messages.getHistory',
        peer,
        offsetId: 0,
        offsetDate: 0,
        addOffset: 0,
        limit: 1,
        maxId: 0,
        minId: 0,
        hash: 0n,
      },
    })
    if (history._ === 'messages.messagesNotModified') throw new TypeError('messages were expected')
    expect(history.messages[0]).toMatchObject({ action: { _: 'messageActionWebViewDataSent', text: 'Order' } })
    expect(JSON.stringify(history, (_, value) => (typeof value === 'bigint' ? `${value}` : value))).not.toContain(
      'pizza',
    )
    await expect(send('x'.repeat(4_097), 78n)).rejects.toThrow(/DATA_INVALID|INPUT_TEXT_TOO_LONG/)
    await expect(send('', 79n)).rejects.toThrow('DATA_INVALID')
    await expect(ann.call({ _: 'messages.requestSimpleWebView', bot, fromSideMenu: true, platform })).rejects.toThrow(
      'BOT_INVALID',
    )
  })
})

describe('an app that its owner has set up with @BotFather', () => {
  it('is opened from the profile of the bot', async () => {
    const main = () => ann.call({ _: 'messages.requestMainWebView', peer, bot, startParam: 'deal', platform })
    await expect(main()).rejects.toThrow('BOT_INVALID')
    expect(await asFather('/setmainapp', '@shop_bot', 'ftp://shop.example')).toContain('URL_INVALID')
    expect(await asFather(url)).toContain('is changed')
    const { users } = await ann.call({ _: 'contacts.resolveUsername', username: 'shop_bot' })
    expect(users[0]).toMatchObject({ botHasMainApp: true })
    const opened = await main()
    expect(opened.url.startsWith(`${url}?tgWebAppStartParam=deal#`)).toBe(true)
    expect(initDataIn(opened)).toMatchObject({ start_param: 'deal', chat_type: 'sender' })
    await asFather('/setmainapp', '@shop_bot', '/empty')
    await expect(main()).rejects.toThrow('BOT_INVALID')
  })

  it('is opened by a direct link, and may ask to write', async () => {
    await asFather('/newapp', '@shop_bot', `deals\nDeals\nAll that is cheap\n${url}deals`)
    expect(await asFather('/myapps', '@shop_bot')).toContain('deals - Deals')
    const app = { _: 'inputBotAppShortName', botId: bot, shortName: 'Deals' } as const
    const found = await ann.call({ _: 'messages.getBotApp', app, hash: 0n })
    expect(found).toMatchObject({ inactive: true, app: { shortName: 'deals', title: 'Deals' } })
    if (found.app._ !== 'botApp') throw new TypeError('an app was expected')
    const { id, accessHash, hash } = found.app
    expect((await ann.call({ _: 'messages.getBotApp', app, hash })).app).toEqual({ _: 'botAppNotModified' })
    const byId = { _: 'inputBotAppID', id, accessHash } as const
    const toBob = await findByPhone(ann, '9996620002')
    const open = (named: api.InputBotApp) =>
      ann.call({
        _: 'messages.requestAppWebView',
        peer: toBob,
        app: named,
        startParam: 'x',
        platform,
        writeAllowed: true,
      })
    const told = initDataIn(await open(byId))
    expect(told).toMatchObject({ start_param: 'x', chat_type: 'private' })
    expect(JSON.parse(told['user'] ?? '')).toMatchObject({ allows_write_to_pm: true })
    expect(newMessages(shop).at(-1)).toMatchObject({
      action: { _: 'messageActionBotAllowed', app: { shortName: 'deals' } },
    })
    await expect(open({ ...byId, accessHash: accessHash + 1n })).rejects.toThrow('BOT_APP_INVALID')
    await asFather('/deleteapp', '@shop_bot', 'deals')
    await expect(open(byId)).rejects.toThrow('BOT_APP_INVALID')
    await expect(open(app)).rejects.toThrow('BOT_APP_INVALID')
  })

  it('goes with the bot', async () => {
    await asFather('/newapp', '@shop_bot', `deals\nDeals\nAll that is cheap\n${url}deals`)
    await asFather('/deletebot', '@shop_bot', 'Yes, delete it for good')
    await server.upkeep()
    expect(await server.store.read.webApps.appsOf(shop.id)).toEqual([])
  })
})

describe('what there is none of', () => {
  it('is said to be none', async () => {
    expect(await ann.call({ _: 'bots.getPreviewMedias', bot })).toEqual([])
    expect(await ann.call({ _: 'messages.getAttachMenuBots', hash: 0n })).toMatchObject({ bots: [] })
    await expect(ann.call({ _: 'messages.getAttachMenuBot', bot })).rejects.toThrow('BOT_INVALID')
    const toggle = { _: 'messages.toggleBotInAttachMenu', bot, enabled: true } as const
    await expect(ann.call(toggle)).rejects.toThrow('BOT_INVALID')
    const params = { _: 'dataJSON', data: '{}' } as const
    const custom = { _: 'bots.invokeWebViewCustomMethod', bot, customMethod: 'getStorageKeys', params } as const
    await expect(bob.call({ ...custom, bot: { _: 'inputUserSelf' } })).rejects.toThrow('BOT_INVALID')
    await expect(ann.call(custom)).rejects.toThrow('METHOD_INVALID')
  })
})
