import { gzipSync } from 'node:zlib'
import { type Client, createClient } from '@chappe/client'
import { createServer, type Server } from '@chappe/server'
import { parseFileId, tdFileId } from '@mtcute/file-id'
import { Bot, InputFile } from 'grammy'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from './support/until.ts'

const ANN = { phone: '9996610088', code: '11111', name: 'Ann' }

/** grammY as it is, with another address; Ann talks to it by our own client. */
describe('a bot by grammY', { timeout: 30_000 }, () => {
  let server: Server
  let ann: Client
  let bot: Bot
  let running: Promise<void>
  let apiRoot: string
  const told: string[] = []
  /** The newest message with buttons, as Ann's box numbers it. */
  let asked = 0

  beforeAll(async () => {
    server = await createServer({ botApi: { port: 0 } })
    const { token } = await server.createBot({ username: 'echo_bot', name: 'Echo' })
    apiRoot = `http://127.0.0.1:${server.botApiPort}`
    bot = new Bot(token, { client: { apiRoot } })
    bot.command('start', (ctx) => ctx.reply(`*hello* ${ctx.match}`, { parse_mode: 'MarkdownV2' }))
    bot.on('message:text', (ctx) =>
      ctx.reply(ctx.message.text, { reply_parameters: { message_id: ctx.message.message_id } }),
    )
    bot.callbackQuery('yes', (ctx) => ctx.answerCallbackQuery({ text: 'so be it', show_alert: true }))
    await bot.init()
    running = bot.start()
    ann = createClient({ apiId: 1, apiHash: 'ann', inProcess: server, log: false })
    ann.on('message', ({ id, raw, text, out }) => {
      if (raw._ === 'message' && raw.replyMarkup !== undefined) asked = id
      if (!out) told.push(text)
    })
    await ann.start(ANN)
  }, 60_000)

  afterAll(async () => {
    await bot?.stop()
    await running
    await ann?.close()
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

  test('sends files by their bytes and by their ids, and has them back', async () => {
    const chat = Number(ann.userId)
    const bytes = Uint8Array.from({ length: 700_000 }, (_, at) => (at * 7) % 256)
    const sent = await bot.api.sendDocument(chat, new InputFile(bytes, 'numbers.bin'), {
      caption: '<i>look</i>',
      parse_mode: 'HTML',
    })
    expect(sent).toMatchObject({
      ...{ caption: 'look', caption_entities: [{ type: 'italic' }] },
      document: { file_name: 'numbers.bin', file_size: bytes.length },
    })
    const again = await bot.api.sendDocument(chat, sent.document.file_id)
    expect(again.document.file_unique_id).toBe(sent.document.file_unique_id)
    const file = await bot.api.getFile(sent.document.file_id)
    expect(file).toMatchObject({ file_unique_id: sent.document.file_unique_id, file_size: bytes.length })
    const url = `${apiRoot}/file/bot${bot.token}/${file.file_path}`
    expect(new Uint8Array(await (await fetch(url)).arrayBuffer())).toEqual(bytes)
    const part = await fetch(url, { headers: { Range: 'bytes=1000-1999' } })
    expect([part.status, new Uint8Array(await part.arrayBuffer())]).toEqual([206, bytes.slice(1_000, 2_000)])

    const photo = new InputFile(
      await sharp({ create: { width: 300, height: 200, channels: 3, background: 'teal' } })
        .png()
        .toBuffer(),
    )
    const shown = await bot.api.sendPhoto(chat, photo, { caption: 'teal' })
    expect(shown.photo.at(-1)).toMatchObject({ width: 300, height: 200 })
    expect(parseFileId(shown.photo.at(-1)?.file_id ?? '')).toMatchObject({ type: tdFileId.FileType.Photo })
  })

  test('has its buttons pressed', async () => {
    const keyboard = {
      inline_keyboard: [
        [
          { text: 'Yes', callback_data: 'yes' },
          { text: 'Web', url: 'https://example.org' },
        ],
      ],
    }
    const sent = await bot.api.sendMessage(Number(ann.userId), 'Sure?', { reply_markup: keyboard })
    expect(sent.reply_markup).toEqual({
      inline_keyboard: [[keyboard.inline_keyboard[0]?.[0], { text: 'Web', url: 'https://example.org/' }]],
    })
    await until(
      () => told.includes('Sure?'),
      () => told.join(),
    )
    const peer = await ann.resolve('@echo_bot')
    const answer = await ann.call({
      ...{ _: 'messages.getBotCallbackAnswer', peer, msgId: asked, data: new TextEncoder().encode('yes') },
    })
    expect(answer).toMatchObject({ message: 'so be it', alert: true })
  })

  test('looks after a group', async () => {
    const created = await ann.call({ _: 'channels.createChannel', megagroup: true, title: 'Lab', about: '' })
    const channel = 'chats' in created ? created.chats[0] : undefined
    if (channel?._ !== 'channel') throw new TypeError('no channel')
    const inputChannel = { _: 'inputChannel', channelId: channel.id, accessHash: channel.accessHash ?? 0n } as const
    const peer = await ann.resolve('@echo_bot')
    if (peer._ !== 'inputPeerUser') throw new TypeError(peer._)
    const userId = { _: 'inputUser', userId: peer.userId, accessHash: peer.accessHash } as const
    const adminRights = {
      _: 'chatAdminRights',
      ...{ changeInfo: true, deleteMessages: true, inviteUsers: true, pinMessages: true, banUsers: true },
    } as const
    await ann.call({ _: 'channels.editAdmin', channel: inputChannel, userId, adminRights, rank: 'guard' })
    const chat = Number(-1_000_000_000_000n - channel.id)
    await until(
      async () => (await bot.api.getChatMemberCount(chat).catch(() => 0)) === 2,
      () => 'the bot is not in the group',
    )
    const admins = await bot.api.getChatAdministrators(chat)
    expect(admins.map(({ status }) => status).sort()).toEqual(['administrator', 'creator'])
    expect(await bot.api.getChatMember(chat, bot.botInfo.id)).toMatchObject({
      status: 'administrator',
      custom_title: 'guard',
    })
    expect(await bot.api.setChatTitle(chat, 'Laboratory')).toBe(true)
    const said = await bot.api.sendMessage(chat, 'welcome')
    expect(said).toMatchObject({ chat: { type: 'supergroup', title: 'Laboratory' } })
    expect(await bot.api.pinChatMessage(chat, said.message_id)).toBe(true)
    const link = await bot.api.createChatInviteLink(chat, { name: 'friends', member_limit: 5 })
    expect(link).toMatchObject({ name: 'friends', member_limit: 5, is_revoked: false })
    expect(await bot.api.revokeChatInviteLink(chat, link.invite_link)).toMatchObject({ is_revoked: true })
    await bot.api.setMyCommands([{ command: 'start', description: 'Begins' }])
    expect(await bot.api.getMyCommands()).toEqual([{ command: 'start', description: 'Begins' }])
    expect(await bot.api.leaveChat(chat)).toBe(true)
  })

  test('says of chats and people what they say of themselves', async () => {
    const bytes = await sharp({ create: { width: 400, height: 300, channels: 3, background: '#06c' } })
      .jpeg()
      .toBuffer()
    const { input } = await ann.upload(bytes, { name: 'ann.jpg' })
    await ann.call({ _: 'photos.uploadProfilePhoto', file: input })
    await ann.call({ _: 'account.updateProfile', about: 'of the laboratory' })
    const id = Number(ann.userId)
    const chat = await bot.api.getChat(id)
    expect(chat).toMatchObject({ id, type: 'private', first_name: 'Ann', bio: 'of the laboratory' })
    const { total_count, photos } = await bot.api.getUserProfilePhotos(id)
    expect(total_count).toBe(1)
    expect(photos[0]?.length).toBeGreaterThan(1)
    const small = await bot.api.getFile(chat.photo?.small_file_id ?? '')
    expect(small.file_size).toBeGreaterThan(100)
    const created = await ann.call({ _: 'channels.createChannel', megagroup: true, title: 'Room', about: 'of ours' })
    const channel = 'chats' in created ? created.chats[0] : undefined
    if (channel?._ !== 'channel' || channel.accessHash === undefined) throw new Error('no supergroup')
    const inputChannel = { _: 'inputChannel', channelId: channel.id, accessHash: channel.accessHash } as const
    const peer = await ann.resolve('@echo_bot')
    if (peer._ !== 'inputPeerUser') throw new Error('no bot')
    const users = [{ _: 'inputUser', userId: peer.userId, accessHash: peer.accessHash } as const]
    await ann.call({ _: 'channels.inviteToChannel', channel: inputChannel, users })
    const group = Number(-1_000_000_000_000n - channel.id)
    expect(await bot.api.getChat(group)).toMatchObject({
      ...{ id: group, type: 'supergroup', title: 'Room', description: 'of ours' },
      permissions: { can_send_messages: true },
    })
  })

  test('makes a set of stickers for somebody, changes it and sends of it', async () => {
    const picture = (background: string): Promise<Buffer> =>
      sharp({ create: { width: 512, height: 512, channels: 4, background } })
        .png()
        .toBuffer()
    const owner = Number(ann.userId)
    const name = 'squares_by_echo_bot'
    const sticker = async (color: string, emoji: string) => ({
      sticker: new InputFile(await picture(color), `${color}.png`),
      ...{ format: 'static' as const, emoji_list: [emoji] },
    })
    const uploaded = await bot.api.uploadStickerFile(owner, 'static', new InputFile(await picture('lime'), 'lime.png'))
    const last = { sticker: uploaded.file_id, format: 'static' as const, emoji_list: ['🍏'] }
    const two = [await sticker('red', '🔴'), await sticker('blue', '🔵')]
    expect(await bot.api.createNewStickerSet(owner, name, 'Squares', two)).toBe(true)
    expect(await bot.api.addStickerToSet(owner, name, last)).toBe(true)
    const set = await bot.api.getStickerSet(name)
    expect(set).toMatchObject({ name, title: 'Squares', sticker_type: 'regular' })
    expect(set.stickers).toMatchObject([{ emoji: '🔴' }, { emoji: '🔵', width: 512 }, { emoji: '🍏', set_name: name }])
    const [red, blue] = set.stickers.map(({ file_id }) => file_id)
    if (red === undefined || blue === undefined) throw new Error('no stickers')
    await bot.api.setStickerPositionInSet(red, 2)
    await bot.api.setStickerEmojiList(blue, ['💙'])
    await bot.api.setStickerKeywords(blue, ['sea'])
    await bot.api.setStickerSetTitle(name, 'Colours')
    const changed = await bot.api.getStickerSet(name)
    expect(changed.title).toBe('Colours')
    expect(changed.stickers.map(({ emoji }) => emoji)).toEqual(['💙', '🍏', '🔴'])
    const sent = await bot.api.sendSticker(owner, changed.stickers[0]?.file_id ?? '')
    expect(sent.sticker).toMatchObject({ emoji: '💙', type: 'regular' })
    await bot.api.deleteStickerFromSet(changed.stickers[1]?.file_id ?? '')
    expect((await bot.api.getStickerSet(name)).stickers).toHaveLength(2)
    expect((await bot.api.getForumTopicIconStickers()).length).toBeGreaterThan(5)
    expect(await bot.api.deleteStickerSet(name)).toBe(true)
    await expect(bot.api.getStickerSet(name)).rejects.toMatchObject({ description: 'Bad Request: STICKERSET_INVALID' })
    const photo = { type: 'static', photo: new InputFile(await picture('navy'), 'me.png') } as const
    expect(await bot.api.setMyProfilePhoto(photo)).toBe(true)
    expect((await bot.api.getUserProfilePhotos(bot.botInfo.id)).total_count).toBe(1)
    expect(await bot.api.removeMyProfilePhoto()).toBe(true)
  })

  test('asks a poll that shows pictures and places, which it copies', async () => {
    const picture = (background: string): Promise<Buffer> =>
      sharp({ create: { width: 64, height: 48, channels: 3, background } })
        .png()
        .toBuffer()
    const chat = Number(ann.userId)
    const options = [
      { text: 'red', media: { type: 'photo' as const, media: new InputFile(await picture('red'), 'red.png') } },
      { text: 'here', media: { type: 'location' as const, latitude: 52, longitude: 13 } },
      { text: 'neither' },
    ]
    const media = { type: 'photo' as const, media: new InputFile(await picture('teal'), 'teal.png') }
    const sent = await bot.api.sendPoll(chat, 'Which?', options, { media, is_anonymous: false })
    const photo = expect.arrayContaining([expect.objectContaining({ width: 64, height: 48 })])
    const asked = {
      media: { photo },
      options: [{ text: 'red', media: { photo } }, { media: { location: { latitude: 52 } } }, { text: 'neither' }],
    }
    expect(sent.poll).toMatchObject(asked)
    const { message_id } = await bot.api.copyMessage(chat, chat, sent.message_id)
    const stopped = await bot.api.stopPoll(chat, message_id)
    expect(stopped).toMatchObject({ ...asked, is_closed: true })
    const explained = { type: 'quiz' as const, correct_option_ids: [0], explanation_media: media }
    await expect(bot.api.sendPoll(chat, 'Why?', [{ text: 'a' }, { text: 'b' }], explained)).rejects.toMatchObject({
      description: 'Bad Request: explanations with media are not supported',
    })
  })

  test('sends an animated sticker by its bytes, and what clients would not play as a file', async () => {
    const square = { ty: 'rc', p: { a: 0, k: [0, 0] }, s: { a: 0, k: [256, 256] }, r: { a: 0, k: 0 } }
    const layers = [{ ty: 4, ip: 0, op: 60, st: 0, ks: {}, shapes: [square] }]
    const tgs = (more: object): InputFile => {
      const lottie = { tgs: 1, v: '5.5.2', fr: 60, ip: 0, op: 60, w: 512, h: 512, assets: [], layers, ...more }
      return new InputFile(gzipSync(JSON.stringify(lottie)), 'square.tgs')
    }
    let came = 0
    ann.on('message', ({ out }) => {
      if (!out) came++
    })
    const sent = await bot.api.sendSticker(Number(ann.userId), tgs({}), { emoji: '🟦' })
    expect(sent.sticker).toMatchObject({ is_animated: true, is_video: false, width: 512, height: 512, emoji: '🟦' })
    expect(sent.sticker).toMatchObject({ type: 'regular' })
    const again = await bot.api.sendSticker(Number(ann.userId), sent.sticker.file_id)
    expect(again.sticker.file_unique_id).toBe(sent.sticker.file_unique_id)
    const other: Record<string, unknown> = { ...(await bot.api.sendSticker(Number(ann.userId), tgs({ fr: 24 }))) }
    expect(other).toMatchObject({ document: { mime_type: 'application/x-tgsticker', file_name: 'square.tgs' } })
    expect(other).not.toHaveProperty('sticker')
    await until(
      () => came >= 3,
      () => `${came} stickers came`,
    )
  })

  test('is made by @BotFather and asked inline', async () => {
    const heard: string[] = []
    ann.on('message', ({ text, out }) => {
      if (!out) heard.push(text)
    })
    const say = async (text: string): Promise<string> => {
      const before = heard.length
      await ann.sendMessage('@BotFather', text)
      await until(
        () => heard.length > before,
        () => `no answer to ${text}`,
      )
      return heard.at(-1) ?? ''
    }
    await say('/newbot')
    await say('Library')
    const made = await say('library_bot')
    const [token = ''] = /\d+:[\w-]{20,}/.exec(made) ?? []
    await say('/setinline')
    await say('@library_bot')
    await say('a title')
    const library = new Bot(token, { client: { apiRoot } })
    library.on('inline_query', (ctx) =>
      ctx.answerInlineQuery(
        [
          {
            ...{ type: 'article', id: 'a', title: `About ${ctx.inlineQuery.query}` },
            input_message_content: { message_text: '<b>found</b>', parse_mode: 'HTML' },
          },
          { type: 'venue', id: 'v', latitude: 1, longitude: 2, title: 'Hall', address: 'Street' },
        ],
        { cache_time: 0, button: { text: 'More', start_parameter: 'more' } },
      ),
    )
    await library.init()
    expect(library.botInfo).toMatchObject({ first_name: 'Library', supports_inline_queries: true })
    const run = library.start()
    try {
      const peer = await ann.resolve('@library_bot')
      if (peer._ !== 'inputPeerUser') throw new Error('no bot')
      const asked = {
        bot: { _: 'inputUser', userId: peer.userId, accessHash: peer.accessHash },
        query: 'cats',
      } as const
      const answer = await ann.call({
        ...{ _: 'messages.getInlineBotResults', ...asked, peer: { _: 'inputPeerSelf' }, offset: '' },
      })
      expect(answer.switchPm).toMatchObject({ text: 'More', startParam: 'more' })
      expect(answer.results).toMatchObject([
        { id: 'a', type: 'article', title: 'About cats' },
        { id: 'v', type: 'venue' },
      ])
      await ann.call({
        ...{ _: 'messages.sendInlineBotResult', peer: { _: 'inputPeerSelf' }, randomId: 7n },
        ...{ queryId: answer.queryId, id: 'a' },
      })
      const { value: newest } = await ann.history('me')[Symbol.asyncIterator]().next()
      expect(newest).toMatchObject({ message: 'found' })
    } finally {
      await library.stop()
      await run
    }
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
