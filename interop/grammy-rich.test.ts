import { type Client, createClient } from '@chappe/client'
import { createServer, type Server } from '@chappe/server'
import type { api } from '@chappe/tl-codec/api'
import { Bot, InputFile } from 'grammy'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from './support/until.ts'

/** grammY as it is; Ann reads what it writes by our own client. */
describe('rich messages of a bot by grammY', { timeout: 30_000 }, () => {
  let server: Server
  let ann: Client
  let bot: Bot
  let chat: number
  const seen: api.message[] = []
  const drafts: api.RichMessage[] = []

  beforeAll(async () => {
    server = await createServer({ botApi: { port: 0 } })
    const { token } = await server.createBot({ username: 'paper_bot', name: 'Paper' })
    bot = new Bot(token, { client: { apiRoot: `http://127.0.0.1:${server.botApiPort}` } })
    await bot.init()
    ann = createClient({ apiId: 1, apiHash: 'ann', inProcess: server, log: false })
    ann.on('update', ({ update }) => {
      const isNew = update._ === 'updateNewMessage' || update._ === 'updateEditMessage'
      if (isNew && update.message._ === 'message') seen.push(update.message)
      const action = update._ === 'updateUserTyping' ? update.action : undefined
      if (action?._ === 'sendMessageRichMessageDraftAction') drafts.push(action.richMessage)
    })
    await ann.start({ phone: '9996610093', code: '11111', name: 'Ann' })
    chat = Number(ann.userId)
    await ann.sendMessage('@paper_bot', '/start')
  }, 60_000)

  afterAll(async () => {
    await ann?.close()
    await server?.close()
  })

  const shown = async (text: string): Promise<api.message> => {
    const find = (): api.message | undefined => seen.find(({ message }) => message === text)
    await until(
      () => find() !== undefined,
      () => JSON.stringify(seen.map(({ message }) => message)),
    )
    const found = find()
    if (found === undefined) throw new TypeError('it was there')
    return found
  }

  test('are streamed, sent as Markdown, changed as HTML and copied, each as all clients have them', async () => {
    const markdown = '# Report\n\n- [x] **done**\n\n| a | b |\n|---|--:|\n| 1 | ==2== |'
    expect(await bot.api.raw.sendRichMessageDraft({ chat_id: chat, draft_id: 1, rich_message: { markdown } })).toBe(
      true,
    )
    await until(
      () => drafts.length > 0,
      () => 'no draft came',
    )
    const sent = await bot.api.raw.sendRichMessage({ chat_id: chat, rich_message: { markdown } })
    expect(sent.rich_message.blocks).toMatchObject([
      { type: 'heading', size: 1, text: 'Report' },
      { type: 'list', items: [{ is_checked: true, blocks: [{ text: { type: 'bold', text: 'done' } }] }] },
      {
        type: 'table',
        cells: [
          [{ text: 'a' }, { text: 'b' }],
          [{}, { align: 'right', text: { type: 'marked' } }],
        ],
      },
    ])
    const there = await shown('Report\n☑ done\na | b\n1 | 2')
    expect(there.richMessage?.blocks.map(({ _: kind }) => kind)).toEqual([
      ...['pageBlockHeading1', 'pageBlockList', 'pageBlockTable'],
    ])
    const html = '<details><summary>All</summary>#tag</details>'
    const edited = await bot.api.raw.editMessageText({
      ...{ chat_id: chat, message_id: sent.message_id, rich_message: { html } },
    })
    const tag = { type: 'hashtag', text: '#tag', hashtag: 'tag' }
    expect(edited).toMatchObject({
      rich_message: { blocks: [{ type: 'details', summary: 'All', blocks: [{ type: 'paragraph', text: tag }] }] },
    })
    await bot.api.copyMessage(chat, chat, sent.message_id)
    await until(
      () => seen.filter(({ message }) => message === 'All\n#tag').length >= 2,
      () => JSON.stringify(seen.map(({ message }) => message)),
    )
  })

  test('show photos that come with them', async () => {
    const bytes = await sharp({ create: { width: 300, height: 200, channels: 3, background: 'teal' } })
      .png()
      .toBuffer()
    const sent = await bot.api.raw.sendRichMessage({
      chat_id: chat,
      rich_message: {
        html: '<figure><img src="tg://photo?id=one"/><figcaption>Teal<cite>me</cite></figcaption></figure>',
        media: [{ id: 'one', media: { type: 'photo', media: new InputFile(bytes) } }],
      },
    })
    expect(sent.rich_message.blocks).toMatchObject([
      { type: 'photo', photo: [{}, { width: 300 }], caption: { text: 'Teal', credit: 'me' } },
    ])
    const { richMessage } = await shown('Teal\nme')
    expect(richMessage?.photos).toMatchObject([{ _: 'photo' }])
  })
})
