import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { botInput, makeBot, newMessages, type TestBot } from '../../testing/bots.ts'
import {
  createTestServer,
  findByPhone,
  signUp,
  startOfTime,
  type TestClient,
  type TestServer,
} from '../../testing/test-server.ts'

let server: TestServer
let ann: TestClient
let bob: TestClient
let gif: TestBot
let bot: api.inputPeerUser
let toBob: api.inputPeerUser

beforeEach(async () => {
  server = await createTestServer()
  ann = await signUp(server, '9996610001', 'Ann')
  bob = await signUp(server, '9996620002', 'Bob')
  gif = await makeBot(server, 'word_bot', 'Words')
  bot = await botInput(ann, 'word_bot')
  toBob = await findByPhone(ann, '9996620002')
  await setBot({ inlinePlaceholder: 'a word' })
})
afterEach(() => server.close())

async function setBot(change: { inlinePlaceholder?: string; inlineGeo?: boolean; feedback?: boolean }): Promise<void> {
  await server.store.transaction(async (tx) => {
    const user = await tx.users.get(gif.id)
    const record = await tx.bots.get(gif.id)
    if (user?.bot === undefined || record === undefined) throw new TypeError('a bot was expected')
    await tx.users.setBot(gif.id, { ...user.bot, ...change })
    await tx.bots.put({ ...record, feedback: change.feedback ?? record.feedback })
  })
}

const ask = (client: TestClient, named: api.inputPeerUser, query: string, peer: api.InputPeer = toBob) =>
  client.call({
    ...{ _: 'messages.getInlineBotResults', peer, query, offset: '' },
    bot: { _: 'inputUser', userId: named.userId, accessHash: named.accessHash },
  })

const told = <Name extends api.Update['_']>(name: Name): Extract<api.Update, { _: Name }>[] =>
  gif.pushed
    .flatMap((updates) => {
      if (updates._ === 'updateShort') return [updates.update]
      return updates._ === 'updates' ? updates.updates : []
    })
    .filter((update): update is Extract<api.Update, { _: Name }> => update._ === name)

async function question(nth = 0): Promise<api.updateBotInlineQuery> {
  for (let turn = 0; turn < 1_000; turn++) {
    const query = told('updateBotInlineQuery')[nth]
    if (query !== undefined) return query
    await new Promise(setImmediate)
  }
  throw new Error('the bot was not asked')
}

const article = (id: string, message: string, replyMarkup?: api.ReplyMarkup): api.inputBotInlineResult => ({
  ...{ _: 'inputBotInlineResult', id, type: 'article', title: id },
  sendMessage: { _: 'inputBotInlineMessageText', message, replyMarkup },
})

const answer = (
  queryId: bigint,
  results: api.InputBotInlineResult[],
  more: { private?: true; cacheTime?: number } = {},
) =>
  gif.call({
    _: 'messages.setInlineBotResults',
    queryId,
    results,
    cacheTime: more.cacheTime ?? 0,
    private: more.private,
  })

const buttons: api.ReplyMarkup = {
  _: 'replyInlineMarkup',
  rows: [
    {
      _: 'keyboardButtonRow',
      buttons: [{ _: 'keyboardButtonCallback', text: 'More', data: Buffer.from('more') }],
    },
  ],
}

let lastRandomId = 0n
const send = (client: TestClient, queryId: bigint, id: string, peer: api.InputPeer = toBob) =>
  client.call({ _: 'messages.sendInlineBotResult', peer, queryId, id, randomId: ++lastRandomId })

describe('an inline query', () => {
  it('is answered by the bot, and a result is sent through it', async () => {
    const asked = ask(ann, bot, 'hel')
    const { queryId, ...query } = await question()
    expect(query).toMatchObject({ query: 'hel', offset: '', peerType: { _: 'inlineQueryPeerTypePM' } })
    await answer(queryId, [article('hello', 'Hello!'), article('help', 'Help!')])
    const results = await asked
    expect(results.results).toMatchObject([{ id: 'hello', title: 'hello' }, { id: 'help' }])
    await send(ann, results.queryId, 'help')
    expect(newMessages(bob).at(-1)).toMatchObject({ message: 'Help!', viaBotId: bot.userId })
    // Who has never heard of the bot is shown it beside the message.
    const beside = bob.pushed.flatMap((updates) => (updates._ === 'updates' ? updates.users : []))
    expect(beside).toContainEqual(expect.objectContaining({ id: bot.userId, username: 'word_bot' }))
    await expect(send(ann, results.queryId, 'none')).rejects.toThrow('RESULT_ID_INVALID')
    await expect(send(ann, 1n, 'help')).rejects.toThrow('INLINE_RESULT_EXPIRED')
    server.clock.now += 3_601_000
    await expect(send(ann, results.queryId, 'help')).rejects.toThrow('INLINE_RESULT_EXPIRED')
  })

  it('is answered from what the bot said before, as long as it let that be', async () => {
    const first = ask(ann, bot, 'hel')
    await answer((await question()).queryId, [article('hello', 'Hello!')], { cacheTime: 60 })
    const { queryId } = await first
    const named = await botInput(bob, 'word_bot')
    const again = await ask(bob, named, 'hel', { _: 'inputPeerSelf' })
    expect(again.queryId).toBe(queryId)
    await send(bob, queryId, 'hello', { _: 'inputPeerSelf' })
    server.clock.now += 61_000
    const asked = ask(bob, named, 'hel', { _: 'inputPeerSelf' })
    await answer((await question(1)).queryId, [], { private: true, cacheTime: 60 })
    expect((await asked).queryId).not.toBe(queryId)
  })

  it('that is for one person is nobody else’s', async () => {
    const first = ask(ann, bot, 'hel')
    await answer((await question()).queryId, [article('hello', 'Hello!')], { private: true, cacheTime: 60 })
    const { queryId } = await first
    await expect(send(bob, queryId, 'hello', { _: 'inputPeerSelf' })).rejects.toThrow('QUERY_ID_INVALID')
    expect((await ask(ann, bot, 'hel')).queryId).toBe(queryId)
  })

  it('is not taken by a bot that is none, or is not asked inline', async () => {
    await makeBot(server, 'deaf_bot', 'Deaf')
    await expect(ask(ann, await botInput(ann, 'deaf_bot'), 'x')).rejects.toThrow('BOT_INLINE_DISABLED')
    await expect(ask(ann, toBob, 'x')).rejects.toThrow('BOT_INVALID')
    await expect(ask(ann, bot, 'x'.repeat(257))).rejects.toThrow('SEARCH_QUERY_INVALID')
  })

  it.each<[string, api.InputBotInlineResult[]]>([
    ['RESULT_ID_INVALID', [article('', 'x')]],
    ['RESULT_ID_DUPLICATE', [article('a', 'x'), article('a', 'y')]],
    ['RESULTS_TOO_MUCH', Array.from({ length: 51 }, (_, at) => article(String(at), 'x'))],
    ['ARTICLE_TITLE_EMPTY', [{ ...article('a', 'x'), title: ' ' }]],
    ['RESULT_TYPE_INVALID', [{ ...article('a', 'x'), type: 'spaceship' }]],
    ['MESSAGE_EMPTY', [article('a', ' ')]],
    [
      'SEND_MESSAGE_MEDIA_INVALID',
      [{ ...article('a', 'x'), sendMessage: { _: 'inputBotInlineMessageMediaAuto', message: '' } }],
    ],
    [
      'BUTTON_DATA_INVALID',
      [
        article('a', 'x', {
          _: 'replyInlineMarkup',
          rows: [
            { _: 'keyboardButtonRow', buttons: [{ _: 'keyboardButtonCallback', text: 'a', data: new Uint8Array() }] },
          ],
        }),
      ],
    ],
  ])('is not answered by what is %s', async (error, results) => {
    const asked = ask(ann, bot, 'hel')
    const { queryId } = await question()
    await expect(answer(queryId, results)).rejects.toThrow(error)
    await answer(queryId, [])
    expect((await asked).results).toEqual([])
    await expect(answer(queryId, [])).rejects.toThrow('QUERY_ID_INVALID')
  })
})

describe('a message that was sent through a bot', () => {
  it('is told to a bot that wants to know, which changes it and answers its buttons', async () => {
    await setBot({ inlinePlaceholder: 'a word', feedback: true })
    const asked = ask(ann, bot, 'hel')
    await answer((await question()).queryId, [article('hello', 'Hello!', buttons)])
    await send(ann, (await asked).queryId, 'hello')
    const [chosen] = told('updateBotInlineSend')
    expect(chosen).toMatchObject({ id: 'hello', query: 'hel' })
    const id = chosen?.msgId
    if (id?._ !== 'inputBotInlineMessageID64') throw new TypeError('a name was expected')
    const edit = (message: string, name: api.InputBotInlineMessageID = id) =>
      gif.call({ _: 'messages.editInlineBotMessage', id: name, message, replyMarkup: buttons })
    await edit('Hello, all!')
    const page = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 1, maxId: 0, minId: 0, hash: 0n }
    const peer = await findByPhone(bob, '9996610001')
    const history = await bob.call({ _: 'messages.getHistory', peer, ...page })
    const [message] = history._ === 'messages.messages' ? history.messages : []
    expect(message).toMatchObject({ message: 'Hello, all!', viaBotId: bot.userId, replyMarkup: { rows: [{}] } })
    await expect(edit('Hello, all!')).rejects.toThrow('MESSAGE_NOT_MODIFIED')
    await expect(edit('x', { ...id, id: id.id + 1 })).rejects.toThrow('MESSAGE_ID_INVALID')
    await expect(edit('x', { ...id, accessHash: id.accessHash + 1n })).rejects.toThrow('MESSAGE_ID_INVALID')
    const other = await makeBot(server, 'other_bot', 'Other')
    await expect(other.call({ _: 'messages.editInlineBotMessage', id, message: 'mine' })).rejects.toThrow(
      'MESSAGE_ID_INVALID',
    )

    // The bot has never met Bob, who presses its button.
    const pressed = bob.call({
      ...{ _: 'messages.getBotCallbackAnswer', peer, msgId: message?.id ?? 0, data: Buffer.from('more') },
    })
    let query: api.updateInlineBotCallbackQuery | undefined
    for (let turn = 0; turn < 1_000 && query === undefined; turn++) {
      query = told('updateInlineBotCallbackQuery')[0]
      await new Promise(setImmediate)
    }
    expect(query).toMatchObject({ msgId: id })
    const queryId = query?.queryId ?? 0n
    await gif.call({ _: 'messages.setBotCallbackAnswer', queryId, message: 'more', cacheTime: 0 })
    expect(await pressed).toMatchObject({ message: 'more' })
  })

  it('is refused in a group that does not let its members send so', async () => {
    const users: api.InputUser[] = [{ _: 'inputUser', userId: toBob.userId, accessHash: toBob.accessHash }]
    const { updates } = await ann.call({ _: 'messages.createChat', users, title: 'Group' })
    const chatId = updates._ === 'updates' ? (updates.chats[0]?.id ?? 0n) : 0n
    const peer: api.InputPeer = { _: 'inputPeerChat', chatId }
    const bannedRights: api.ChatBannedRights = { _: 'chatBannedRights', sendInline: true, untilDate: 0 }
    await ann.call({ _: 'messages.editChatDefaultBannedRights', peer, bannedRights })
    const asked = ask(bob, await botInput(bob, 'word_bot'), 'hel', peer)
    await answer((await question()).queryId, [article('hello', 'Hello!')])
    await expect(send(bob, (await asked).queryId, 'hello', peer)).rejects.toThrow('CHAT_SEND_INLINE_FORBIDDEN')
  })
})

describe('who does not hear of somebody', () => {
  it('is sent nothing through a bot, now or later', async () => {
    const asked = ask(ann, bot, 'hel')
    await answer((await question()).queryId, [article('hello', 'Hello!')])
    const { queryId } = await asked
    await bob.call({ _: 'contacts.block', id: await findByPhone(bob, '9996610001') })
    await expect(send(ann, queryId, 'hello')).rejects.toThrow('USER_IS_BLOCKED')
    const later = { peer: toBob, queryId, id: 'hello', randomId: 77n, scheduleDate: startOfTime + 3_600 }
    await expect(ann.call({ _: 'messages.sendInlineBotResult', ...later })).rejects.toThrow('USER_IS_BLOCKED')
  })

  it('neither begins with a bot that is blocked nor lets it write', async () => {
    await ann.call({ _: 'contacts.block', id: bot })
    const named: api.InputUser = { _: 'inputUser', userId: bot.userId, accessHash: bot.accessHash }
    const start = { peer: bot, bot: named, startParam: '', randomId: 78n }
    await expect(ann.call({ _: 'messages.startBot', ...start })).rejects.toThrow('YOU_BLOCKED_USER')
    await expect(ann.call({ _: 'bots.allowSendMessage', bot: named })).rejects.toThrow('YOU_BLOCKED_USER')
    await ann.call({ _: 'contacts.unblock', id: bot })
    expect(await ann.call({ _: 'bots.canSendMessage', bot: named })).toBe(false)
    await ann.call({ _: 'bots.allowSendMessage', bot: named })
    expect(await ann.call({ _: 'bots.canSendMessage', bot: named })).toBe(true)
  })
})

describe('a link to a bot', () => {
  const start = (startParam: string, peer: api.InputPeer = { _: 'inputPeerEmpty' }) =>
    ann.call({
      ...{ _: 'messages.startBot', peer, startParam, randomId: ++lastRandomId },
      bot: { _: 'inputUser', userId: bot.userId, accessHash: bot.accessHash },
    })

  it('begins with it, and says to it what the link says', async () => {
    await start('from-a_link1')
    expect(newMessages(gif).at(-1)).toMatchObject({ message: '/start from-a_link1' })
    await expect(start('with spaces')).rejects.toThrow('START_PARAM_INVALID')
    await expect(start('x'.repeat(65))).rejects.toThrow('START_PARAM_INVALID')
  })

  it('brings it into a group', async () => {
    const users: api.InputUser[] = [{ _: 'inputUser', userId: toBob.userId, accessHash: toBob.accessHash }]
    const { updates } = await ann.call({ _: 'messages.createChat', users, title: 'Group' })
    const chatId = updates._ === 'updates' ? (updates.chats[0]?.id ?? 0n) : 0n
    await start('group', { _: 'inputPeerChat', chatId })
    expect(newMessages(gif).at(-1)).toMatchObject({ message: '/start@word_bot group' })
    const full = await ann.call({ _: 'messages.getFullChat', chatId })
    expect(full.fullChat).toMatchObject({ botInfo: [{ userId: bot.userId }] })
  })
})
