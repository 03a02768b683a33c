import type { api } from '@chappe/tl-codec/api'
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
let toBob: api.inputPeerUser
let annForBot: api.inputUser

beforeEach(async () => {
  server = await createTestServer()
  ann = await signUp(server, '9996610001', 'Ann')
  bob = await signUp(server, '9996620002', 'Bob')
  shop = await makeBot(server, 'shop_bot', 'Shop')
  peer = await botInput(ann, 'shop_bot')
  bot = { _: 'inputUser', userId: peer.userId, accessHash: peer.accessHash }
  toBob = await findByPhone(ann, '9996620002')
  annForBot = { _: 'inputUser', userId: BigInt(ann.key.userId ?? 0), accessHash: 0n }
  await ann.call({ _: 'messages.sendMessage', peer, message: '/start', randomId: 1n })
})
afterEach(() => server.close())

describe('a message that a bot has prepared', () => {
  const result: api.InputBotInlineResult = {
    ...{ _: 'inputBotInlineResult', id: '1', type: 'article', title: 'Deal' },
    sendMessage: { _: 'inputBotInlineMessageText', message: 'A deal!' },
  }
  const save = () =>
    shop.call({
      ...{ _: 'messages.savePreparedInlineMessage', result, userId: annForBot },
      peerTypes: [{ _: 'inlineQueryPeerTypePM' }],
    })
  const get = (client: TestClient, id: string, named = bot) =>
    client.call({ _: 'messages.getPreparedInlineMessage', bot: named, id })

  it('is sent by the person for whom it is, to whomever that person chooses, for a day', async () => {
    const { id, expireDate } = await save()
    const { queryId, ...prepared } = await get(ann, id)
    expect(prepared).toMatchObject({ peerTypes: [{ _: 'inlineQueryPeerTypePM' }], result: { title: 'Deal' } })
    const send = (client: TestClient, to: api.InputPeer) =>
      client.call({ _: 'messages.sendInlineBotResult', peer: to, queryId, id: '1', randomId: 5n })
    await send(ann, toBob)
    expect(newMessages(bob).at(-1)).toMatchObject({ message: 'A deal!', viaBotId: peer.userId })
    const forBob = await botInput(bob, 'shop_bot')
    await expect(get(bob, id, { ...forBob, _: 'inputUser' })).rejects.toThrow('RESULT_ID_INVALID')
    await expect(send(bob, { _: 'inputPeerSelf' })).rejects.toThrow('QUERY_ID_INVALID')
    await expect(get(ann, 'nonsense')).rejects.toThrow('RESULT_ID_INVALID')
    await expect(ann.call({ _: 'messages.savePreparedInlineMessage', result, userId: bot })).rejects.toThrow(
      'USER_BOT_REQUIRED',
    )
    server.clock.now = (expireDate + 1) * 1_000
    await expect(get(ann, id)).rejects.toThrow('RESULT_ID_INVALID')
    await expect(send(ann, toBob)).rejects.toThrow('INLINE_RESULT_EXPIRED')
    await server.upkeep()
    expect(await server.store.read.webApps.prepared(queryId)).toBeUndefined()
  })
})

describe('a button that a bot has prepared for its app', () => {
  const button: api.KeyboardButton = {
    ...{ _: 'inputKeyboardButtonRequestPeer', text: 'Choose', buttonId: 3, maxQuantity: 1 },
    ...{ peerType: { _: 'requestPeerTypeUser' }, usernameRequested: true },
  }

  it('asks its person as one of a keyboard does', async () => {
    const { webappReqId } = await shop.call({ _: 'bots.requestWebViewButton', userId: annForBot, button })
    expect(await ann.call({ _: 'bots.getRequestedWebViewButton', bot, webappReqId })).toMatchObject({
      _: 'keyboardButtonRequestPeer',
      buttonId: 3,
    })
    const share = (id: string, buttonId = 3) =>
      ann.call({
        ...{ _: 'messages.sendBotRequestedPeer', peer, webappReqId: id, buttonId, requestedPeers: [toBob] },
      })
    await expect(share('nonsense')).rejects.toThrow('WEBAPP_REQ_ID_INVALID')
    await expect(share(webappReqId, 4)).rejects.toThrow('WEBAPP_REQ_ID_INVALID')
    await share(webappReqId)
    expect(newMessages(shop).at(-1)).toMatchObject({
      action: { _: 'messageActionRequestedPeerSentMe', buttonId: 3, peers: [{ userId: toBob.userId }] },
    })
    const url: api.KeyboardButton = { _: 'keyboardButtonUrl', text: 'x', url: 'https://a.example' }
    const other = { _: 'bots.requestWebViewButton', userId: annForBot, button: url } as const
    await expect(shop.call(other)).rejects.toThrow('BUTTON_TYPE_INVALID')
    const inKeyboard = { _: 'bots.getRequestedWebViewButton', bot, webappReqId: 'x' } as const
    await expect(ann.call(inKeyboard)).rejects.toThrow('WEBAPP_REQ_ID_INVALID')
  })
})
