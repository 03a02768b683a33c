import { type Client, createClient } from '@chappe/client'
import { createServer, type Server } from '@chappe/server'
import type { api } from '@chappe/tl-codec/api'
import { Bot, Keyboard } from 'grammy'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from './support/until.ts'

const ANN = { phone: '9996610071', code: '11111', name: 'Ann' }
const BEN = { phone: '9996610072', code: '11111', name: 'Ben' }

/** grammY as it is, with another address; Ann has its apps open, plays its game and chooses people, by our own client. */
describe('apps, games and requested peers of a bot by grammY', { timeout: 30_000 }, () => {
  let server: Server
  let ann: Client
  let ben: Client
  let bot: Bot
  let running: Promise<void>
  let peer: api.inputPeerUser
  let input: api.inputUser
  const raw: api.message[] = []
  const told: string[] = []

  const person = async (options: typeof ANN): Promise<Client> => {
    const client = createClient({ apiId: 1, apiHash: 'apps', inProcess: server, log: false })
    await client.start(options)
    return client
  }

  beforeAll(async () => {
    server = await createServer({ botApi: { port: 0 } })
    ann = await person(ANN)
    ben = await person(BEN)
    const { token } = await server.createBot({ username: 'arcade_bot', name: 'Arcade', owner: String(ann.userId) })
    bot = new Bot(token, { client: { apiRoot: `http://127.0.0.1:${server.botApiPort}` } })
    bot.on('message:web_app_data', (ctx) => void told.push(`data ${ctx.message.web_app_data.data}`))
    bot.on('message:users_shared', (ctx) => {
      const { request_id, users } = ctx.message.users_shared
      told.push(`shared ${request_id} ${users.map(({ first_name }) => first_name).join()}`)
    })
    bot.on('message:chat_shared', (ctx) => void told.push(`chat ${ctx.message.chat_shared.title}`))
    bot.on('callback_query:game_short_name', (ctx) =>
      ctx.answerCallbackQuery({ url: `https://games.example/${ctx.callbackQuery.game_short_name}` }),
    )
    await bot.init()
    running = bot.start()
    ann.on('message', ({ raw: message }) => {
      if (message._ === 'message') raw.push(message)
    })
    await ann.sendMessage('@arcade_bot', '/start')
    const found = await ann.resolve('@arcade_bot')
    if (found._ !== 'inputPeerUser') throw new TypeError(found._)
    peer = found
    input = { _: 'inputUser', userId: peer.userId, accessHash: peer.accessHash }
  }, 60_000)

  afterAll(async () => {
    await bot?.stop()
    await running
    await ann?.close()
    await ben?.close()
    await server?.close()
  })

  const said = async (text: string): Promise<void> => {
    await until(
      () => told.includes(text),
      () => told.join(),
    )
  }

  /** The message that Ann got with this text. */
  const got = async (fits: (message: api.message) => boolean): Promise<api.message> => {
    await until(
      () => raw.some(fits),
      () => JSON.stringify(raw.map(({ message }) => message)),
    )
    const message = raw.find(fits)
    if (message === undefined) throw new TypeError('a message was expected')
    return message
  }

  test('an app is opened, and the bot answers in Ann’s name', async () => {
    const opened = await ann.call({
      ...{ _: 'messages.requestWebView', peer, bot: input, url: 'https://arcade.example/', platform: 'web' },
    })
    const initData = new URLSearchParams(new URL(opened.url).hash.slice(1)).get('tgWebAppData') ?? ''
    const fields = new URLSearchParams(initData)
    expect(JSON.parse(fields.get('user') ?? '')).toMatchObject({ id: Number(ann.userId), first_name: 'Ann' })
    const sent = await bot.api.answerWebAppQuery(fields.get('query_id') ?? '', {
      ...{ type: 'article', id: '1', title: 'Bought' },
      input_message_content: { message_text: 'I bought a token' },
      reply_markup: { inline_keyboard: [[{ text: 'Look', url: 'https://arcade.example/' }]] },
    })
    expect(await got(({ message }) => message === 'I bought a token')).toMatchObject({ viaBotId: peer.userId })
    expect(await bot.api.editMessageTextInline(sent.inline_message_id, 'I bought two')).toBe(true)
  })

  test('an app of a keyboard gives the bot its data', async () => {
    await ann.call({
      ...{ _: 'messages.sendWebViewData', bot: input, randomId: 12n, buttonText: 'Order', data: '{"coins":3}' },
    })
    await said('data {"coins":3}')
  })

  test('a prepared message is sent by Ann to whomever she chooses', async () => {
    const { id } = await bot.api.savePreparedInlineMessage(
      Number(ann.userId),
      { type: 'article', id: '1', title: 'Deal', input_message_content: { message_text: 'Play with me' } },
      { allow_user_chats: true },
    )
    const prepared = await ann.call({ _: 'messages.getPreparedInlineMessage', bot: input, id })
    await ann.call({
      ...{ _: 'messages.sendInlineBotResult', peer: { _: 'inputPeerSelf' }, queryId: prepared.queryId },
      ...{ id: prepared.result.id, randomId: 13n },
    })
    await got(({ message }) => message === 'Play with me')
  })

  test('a game is made, sent and played, and its scores are counted', async () => {
    for (const text of ['/newgame', '@arcade_bot', 'snake\nSnake\nEat and grow']) {
      await ann.sendMessage('@BotFather', text)
    }
    const chat = Number(ann.userId)
    const sent = await bot.api.sendGame(chat, 'snake')
    expect(sent.game).toMatchObject({ title: 'Snake', description: 'Eat and grow' })
    const shown = await got(({ media }) => media?._ === 'messageMediaGame')
    const answer = await ann.call({ _: 'messages.getBotCallbackAnswer', peer, msgId: shown.id, game: true })
    expect(answer).toMatchObject({ url: 'https://games.example/snake' })
    const scored = await bot.api.setGameScore(chat, sent.message_id, chat, 42)
    expect(scored).toMatchObject({ game: { text: '1. Ann – 42' } })
    await expect(bot.api.setGameScore(chat, sent.message_id, chat, 41)).rejects.toMatchObject({
      description: 'Bad Request: BOT_SCORE_NOT_MODIFIED',
    })
    await bot.api.setGameScore(chat, sent.message_id, chat, 7, { force: true, disable_edit_message: true })
    expect(await bot.api.getGameHighScores(chat, sent.message_id, chat)).toMatchObject([
      { position: 1, score: 7, user: { first_name: 'Ann' } },
    ])
  })

  test('people and chats are chosen by buttons', async () => {
    const keyboard = new Keyboard()
      .requestUsers('Whom?', 1, { request_name: true, user_is_bot: false })
      .requestChat('Where?', 2, { chat_is_channel: false, request_title: true })
    await bot.api.sendMessage(Number(ann.userId), 'Choose', { reply_markup: keyboard })
    const { id: msgId } = await got(({ message }) => message === 'Choose')
    await ben.call({ _: 'account.updateUsername', username: 'ben_of_arcade' })
    const chosen = await ann.resolve('@ben_of_arcade')
    const choose = (buttonId: number, ...requestedPeers: api.InputPeer[]) =>
      ann.call({ _: 'messages.sendBotRequestedPeer', peer, msgId, buttonId, requestedPeers })
    await choose(1, chosen)
    await said('shared 1 Ben')
    const made = await ann.call({ _: 'channels.createChannel', megagroup: true, title: 'Arena', about: '' })
    const [channel] = 'chats' in made ? made.chats : []
    if (channel?._ !== 'channel' || channel.accessHash === undefined) throw new TypeError('a channel was expected')
    await choose(2, { _: 'inputPeerChannel', channelId: channel.id, accessHash: channel.accessHash })
    await said('chat Arena')
    await expect(choose(2, chosen)).rejects.toThrow('PEER_ID_INVALID')
  })
})
