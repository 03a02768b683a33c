import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { type BotApi, createBotApi, openSqliteStorage } from '@chappe/bot-api'
import { type Client, createClient } from '@chappe/client'
import { createServer, type Server } from '@chappe/server'
import { Bot } from 'grammy'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from './support/until.ts'

const ANN = { phone: '9996610088', code: '11111', name: 'Ann' }
const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length))

/** grammY as it is, with another address; Ann talks to it by our own client. */
describe('a bot by grammY', { timeout: 30_000 }, () => {
  let server: Server
  let api: BotApi
  let ann: Client
  let bot: Bot
  let running: Promise<void>
  let apiRoot: string
  const told: string[] = []

  beforeAll(async () => {
    server = await createServer()
    const { token } = await server.createBot({ username: 'echo_bot', name: 'Echo' })
    const faults: unknown[] = []
    api = createBotApi({
      storage: openSqliteStorage(':memory:', random),
      openClient: (stored) =>
        createClient({ apiId: 1, apiHash: 'bots', inProcess: server, storage: stored.client, log: false }),
      random,
      privateWebhooks: true,
      now: () => Math.floor(Date.now() / 1000),
      sleep: (ms, signal) =>
        new Promise((resolve) => {
          const timer = setTimeout(resolve, ms)
          signal.addEventListener('abort', () => {
            clearTimeout(timer)
            resolve()
          })
        }),
      onFault: (error) => faults.push(error),
    })
    await new Promise<void>((resolve) => api.http.listen(0, '127.0.0.1', resolve))
    const { port } = api.http.address() as AddressInfo
    apiRoot = `http://127.0.0.1:${port}`
    bot = new Bot(token, { client: { apiRoot } })
    bot.command('start', (ctx) => ctx.reply(`*hello* ${ctx.match}`, { parse_mode: 'MarkdownV2' }))
    bot.on('message:text', (ctx) =>
      ctx.reply(ctx.message.text, { reply_parameters: { message_id: ctx.message.message_id } }),
    )
    await bot.init()
    running = bot.start()
    ann = createClient({ apiId: 1, apiHash: 'ann', inProcess: server, log: false })
    ann.on('message', ({ text, out }) => {
      if (!out) told.push(text)
    })
    await ann.start(ANN)
  }, 60_000)

  afterAll(async () => {
    await bot?.stop()
    await running
    await ann?.close()
    await api?.close()
    await server?.close()
  })

  test('knows who it is', () => {
    expect(bot.botInfo).toMatchObject({ is_bot: true, username: 'echo_bot', first_name: 'Echo' })
  })

  test('answers a command and a text, as it is told to format and to answer', async () => {
    await ann.sendMessage('@echo_bot', '/start again')
    await until(
      () => told.includes('hello again'),
      () => told.join(),
    )
    await ann.sendMessage('@echo_bot', 'is there anybody?')
    await until(
      () => told.includes('is there anybody?'),
      () => told.join(),
    )
  })

  test('sends, edits, passes on and takes away, each told as it is typed', async () => {
    const chat = Number(ann.userId)
    const sent = await bot.api.sendMessage(chat, '<b>one</b>', { parse_mode: 'HTML' })
    expect(sent).toMatchObject({
      text: 'one',
      entities: [{ type: 'bold', offset: 0, length: 3 }],
      chat: { type: 'private' },
    })
    const edited = await bot.api.editMessageText(chat, sent.message_id, 'two')
    expect(edited).toMatchObject({ message_id: sent.message_id, text: 'two' })
    await expect(bot.api.editMessageText(chat, sent.message_id, 'two')).rejects.toMatchObject({
      description: expect.stringMatching(/^Bad Request: message is not modified: /),
    })
    const forwarded = await bot.api.forwardMessage(chat, chat, sent.message_id)
    expect(forwarded).toMatchObject({ text: 'two', forward_origin: { type: 'user', sender_user: { is_bot: true } } })
    const copy = await bot.api.copyMessage(chat, chat, sent.message_id)
    expect(copy.message_id).toBeGreaterThan(forwarded.message_id)
    const place = await bot.api.sendLocation(chat, 52.5, 13.4)
    expect(place.location.latitude).toBeCloseTo(52.5, 4)
    const poll = await bot.api.sendPoll(chat, 'Well?', [{ text: 'yes' }, { text: 'no' }], { is_anonymous: false })
    expect(poll.poll).toMatchObject({
      question: 'Well?',
      is_anonymous: false,
      options: [{ text: 'yes' }, { text: 'no' }],
    })
    expect(await bot.api.stopPoll(chat, poll.message_id)).toMatchObject({ is_closed: true })
    expect(await bot.api.sendChatAction(chat, 'typing')).toBe(true)
    expect(await bot.api.deleteMessage(chat, copy.message_id)).toBe(true)
    await expect(bot.api.deleteMessage(chat, 99_999)).rejects.toMatchObject({
      description: 'Bad Request: message to delete not found',
    })
  })

  test('is refused by a token that nobody has, and what it asks wrongly', async () => {
    const stranger = new Bot('12345:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', { client: { apiRoot } })
    await expect(stranger.api.getMe()).rejects.toMatchObject({ error_code: 401, description: 'Unauthorized' })
    await expect(bot.api.sendMessage(1, 'x')).rejects.toMatchObject({
      error_code: 400,
      description: 'Bad Request: chat not found',
    })
    await expect(bot.api.sendMessage(ann.userId?.toString() ?? '', '')).rejects.toMatchObject({
      description: 'Bad Request: message text is empty',
    })
  })
})
