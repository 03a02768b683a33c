import type { api } from '@chappe/tl-codec/api'
import { type Bot, InputFile, InputMediaBuilder } from 'grammy'
import type { Message } from 'grammy/types'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { GrammyRoom, type Person, picture, ways } from './support/grammy-room.ts'
import { until } from './support/until.ts'

/** What is sent, changed and passed on by bots of unmodified grammY, as the person sees it; one server for both ways. */
describe('messages and media by grammY', { timeout: 30_000 }, () => {
  let room: GrammyRoom
  let ann: Person
  let chat: number
  let lastRandomId = 0n

  beforeAll(async () => {
    room = await GrammyRoom.open()
    ann = await room.person('9996610092', 'Ann')
    chat = ann.id
  }, 60_000)

  afterAll(() => room?.close())

  describe.each(ways)('by %s', (way) => {
    const username = `media_${way}_bot`
    let bot: Bot

    beforeAll(async () => {
      bot = await room.bot(
        username,
        (one) => {
          one.command('start', (ctx) => ctx.reply(`begun by ${way}`))
          one.on('message', async (ctx) => {
            heard.push(ctx.message)
            // Checklists are made by people alone.
            if (ctx.message.checklist === undefined) await ctx.copyMessage(ctx.chat.id)
          })
        },
        way,
      )
      await ann.client.startBot(`@${username}`)
      await ann.sees(`begun by ${way}`)
    })

    const heard: Message[] = []

    test('a file keeps its name, whatever is in it', async () => {
      for (const name of ['my report; v2.txt', 'ünï "quoted".txt']) {
        const { document } = await bot.api.sendDocument(chat, new InputFile(Uint8Array.of(1, 2), name))
        expect(document).toMatchObject({ file_name: name, mime_type: 'text/plain' })
      }
    })

    test('a sticker that is sent by its bytes is one, and one of a set names the set', async () => {
      const drawn = new InputFile(
        await sharp(await picture('lime', 512, 512))
          .webp()
          .toBuffer(),
        'sticker.webp',
      )
      const { sticker } = await bot.api.sendSticker(chat, drawn, { emoji: '🍏' })
      expect(sticker).toMatchObject({ width: 512, height: 512, type: 'regular', emoji: '🍏', is_animated: false })
      expect(sticker.set_name).toBeUndefined()
      const name = `limes_by_${username}`
      const item = { sticker: sticker.file_id, format: 'static' as const, emoji_list: ['🍏'] }
      await bot.api.createNewStickerSet(chat, name, 'Limes', [item])
      const { stickers } = await bot.api.getStickerSet(name)
      const again = await bot.api.sendSticker(chat, stickers[0]?.file_id ?? '')
      expect(again.sticker.set_name).toBe(name)
    })

    test('all that a person sends is heard as what it is, and copied', async () => {
      const peer = await ann.client.resolve(`@${username}`)
      const geoPoint = { _: 'inputGeoPoint', lat: 1, long: 2 } as const
      const words = (text: string) => ({ _: 'textWithEntities' as const, text, entities: [] })
      const answers = ['yes', 'no'].map((text, at) => ({
        _: 'pollAnswer' as const,
        text: words(text),
        option: Uint8Array.of(at),
      }))
      const place = { title: 'Hall', address: 'Street', provider: '', venueId: '', venueType: '' }
      const todo: api.todoList = {
        _: 'todoList',
        title: words('Buy'),
        list: [{ _: 'todoItem', id: 1, title: words('tea') }],
      }
      const sent: [api.InputMedia, Partial<Message>][] = [
        [{ _: 'inputMediaGeoPoint', geoPoint }, { location: expect.anything() }],
        [{ _: 'inputMediaVenue', geoPoint, ...place }, { venue: expect.objectContaining({ title: 'Hall' }) }],
        [
          { _: 'inputMediaContact', phoneNumber: '+15550100', firstName: 'Grocer', lastName: '', vcard: '' },
          { contact: expect.objectContaining({ first_name: 'Grocer' }) },
        ],
        [{ _: 'inputMediaDice', emoticon: '🎲' }, { dice: expect.objectContaining({ emoji: '🎲' }) }],
        [
          { _: 'inputMediaTodo', todo },
          { checklist: expect.objectContaining({ title: 'Buy', tasks: [{ id: 1, text: 'tea' }] }) },
        ],
        [
          { _: 'inputMediaPoll', poll: { _: 'poll', id: 0n, hash: 0n, question: words('Well?'), answers } },
          { poll: expect.objectContaining({ question: 'Well?' }) },
        ],
      ]
      for (const [at, [media, shown]] of sent.entries()) {
        await ann.client.call({ _: 'messages.sendMedia', peer, media, message: '', randomId: ++lastRandomId })
        await until(
          () => heard.length > at,
          () => `${Object.keys(shown)} was not heard`,
        )
        expect(heard[at]).toMatchObject(shown)
      }
      const copy = { fromId: { userId: BigInt(bot.botInfo.id) }, media: { _: 'messageMediaPoll' } }
      await vi.waitFor(async () => {
        const { value } = await ann.client.history(`@${username}`, { limit: 1 }).next()
        expect(value).toMatchObject(copy)
      })
    })

    test('each kind of file by its bytes, and again by its file_id as the same file', async () => {
      const bytes = (n: number): InputFile => new InputFile(Uint8Array.of(n, 2, 3, 4), `${n}.bin`)
      const { api } = bot
      const kinds = [
        ['photo', async (file: InputFile | string) => (await api.sendPhoto(chat, file)).photo.at(-1)],
        ['document', async (file: InputFile | string) => (await api.sendDocument(chat, file)).document],
        ['audio', async (file: InputFile | string) => (await api.sendAudio(chat, file, { title: 'Song' })).audio],
        ['voice', async (file: InputFile | string) => (await api.sendVoice(chat, file, { duration: 3 })).voice],
        ['video', async (file: InputFile | string) => (await api.sendVideo(chat, file, { width: 8, height: 6 })).video],
        [
          'video_note',
          async (file: InputFile | string) => (await api.sendVideoNote(chat, file, { length: 8 })).video_note,
        ],
      ] as const
      for (const [n, [kind, send]] of kinds.entries()) {
        const first = await send(kind === 'photo' ? new InputFile(await picture('red')) : bytes(n + 1))
        if (first === undefined) throw new Error(`there is no ${kind}`)
        const again = await send(first.file_id)
        expect([kind, again?.file_unique_id]).toEqual([kind, first.file_unique_id])
        const { file_path } = await api.getFile(first.file_id)
        const got = await fetch(`${room.apiRoot}/file/bot${bot.token}/${file_path}`)
        expect([kind, got.status]).toEqual([kind, 200])
      }
    })

    test('a film has a cover and a moment at which it begins, also where it is copied or one of several', async () => {
      const cover = new InputFile(await picture('red'))
      const film = new InputFile(Uint8Array.of(7, 2, 3, 4), 'film.mp4')
      const { video, message_id } = await bot.api.sendVideo(chat, film, { cover, start_timestamp: 3 })
      const shown = { cover: expect.arrayContaining([expect.objectContaining({ width: 320 })]), start_timestamp: 3 }
      expect(video).toMatchObject(shown)
      const copy = await bot.api.copyMessage(chat, chat, message_id)
      const answer = await bot.api.sendMessage(chat, 'this', { reply_parameters: { message_id: copy.message_id } })
      expect(answer.reply_to_message).toMatchObject({ video: shown })
      const again = { type: 'video', media: video.file_id, cover: video.cover?.at(-1)?.file_id ?? '' } as const
      const [first] = await bot.api.sendMediaGroup(chat, [{ ...again, start_timestamp: 3 }, again])
      expect(first).toMatchObject({ video: shown })
    })

    test('an album, whose captions and kinds stay, and whose items are changed one by one', async () => {
      const [red, blue] = [await picture('red'), await picture('blue')]
      const sent = await bot.api.sendMediaGroup(chat, [
        InputMediaBuilder.photo(new InputFile(red), { caption: '<b>red</b>', parse_mode: 'HTML' }),
        InputMediaBuilder.photo(new InputFile(blue), { has_spoiler: true }),
      ])
      const media_group_id = expect.any(String)
      expect(sent).toMatchObject([
        { caption: 'red', caption_entities: [{ type: 'bold' }], media_group_id },
        { has_media_spoiler: true, media_group_id },
      ])
      const [first] = sent
      if (first === undefined) throw new Error('there is no album')
      const green = InputMediaBuilder.photo(new InputFile(await picture('green')), { caption: 'green' })
      expect(await bot.api.editMessageMedia(chat, first.message_id, green)).toMatchObject({ caption: 'green' })
      const captioned = await bot.api.editMessageCaption(chat, first.message_id, { caption: 'lime' })
      expect(captioned).toMatchObject({ caption: 'lime' })
    })

    test('buttons are put below a message and taken away again', async () => {
      const { message_id } = await bot.api.sendMessage(chat, 'choose')
      const reply_markup = { inline_keyboard: [[{ text: 'One', callback_data: '1', style: 'danger' as const }]] }
      expect(await bot.api.editMessageReplyMarkup(chat, message_id, { reply_markup })).toMatchObject({ reply_markup })
      expect(await bot.api.editMessageReplyMarkup(chat, message_id)).not.toHaveProperty('reply_markup')
    })

    test('several messages are forwarded, copied and deleted at once', async () => {
      const ids: number[] = []
      for (const text of ['first', 'second', 'third']) ids.push((await bot.api.sendMessage(chat, text)).message_id)
      const forwarded = await bot.api.forwardMessages(chat, chat, ids)
      const copied = await bot.api.copyMessages(chat, chat, ids)
      expect([forwarded.length, copied.length]).toEqual([3, 3])
      expect(
        await bot.api.deleteMessages(
          chat,
          [...forwarded, ...copied].map(({ message_id }) => message_id),
        ),
      ).toBe(true)
      const left = async (): Promise<string[]> => {
        const texts: string[] = []
        for await (const one of ann.client.history(`@${username}`, { limit: 6 })) {
          texts.push(one._ === 'message' ? one.message : one._)
        }
        return texts
      }
      await until(
        async () => (await left()).slice(0, 3).join() === 'third,second,first',
        () => 'they are still there',
      )
    })

    test('quotes, previews, protected content, dice, places that move and contacts', async () => {
      const said = await bot.api.sendMessage(chat, 'the quick brown fox')
      const quote = { message_id: said.message_id, quote: 'quick brown' }
      const answer = await bot.api.sendMessage(chat, 'which?', { reply_parameters: quote, protect_content: true })
      expect(answer).toMatchObject({ quote: { text: 'quick brown' }, has_protected_content: true })
      const bare = await bot.api.sendMessage(chat, 'https://example.org', {
        link_preview_options: { is_disabled: true },
      })
      expect(bare).toMatchObject({ entities: [{ type: 'url' }], link_preview_options: { is_disabled: true } })
      const { dice } = await bot.api.sendDice(chat, '🎯')
      expect(dice.value).toBeGreaterThan(0)
      const moving = await bot.api.sendLocation(chat, 1, 2, { live_period: 60 })
      const moved = await bot.api.editMessageLiveLocation(chat, moving.message_id, 3, 4)
      expect(moved).toMatchObject({ location: { live_period: 60 } })
      expect(await bot.api.stopMessageLiveLocation(chat, moving.message_id)).toMatchObject({ location: {} })
      expect(await bot.api.sendContact(chat, '+15550100', 'Grocer')).toMatchObject({
        contact: { first_name: 'Grocer' },
      })
      const about = { description: 'before we go', is_anonymous: false }
      const asked = await bot.api.sendPoll(chat, 'Where?', [{ text: 'here' }, { text: 'there' }], about)
      expect(asked).toMatchObject({ poll: { question: 'Where?', description: 'before we go' } })
      expect(await bot.api.stopPoll(chat, asked.message_id)).toMatchObject({ description: 'before we go' })
      expect(await bot.api.sendVenue(chat, 1, 2, 'Hall', 'Street')).toMatchObject({ venue: { title: 'Hall' } })
      expect(await bot.api.setMessageReaction(chat, said.message_id, [{ type: 'emoji', emoji: '🔥' }])).toBe(true)
      expect(await bot.api.pinChatMessage(chat, said.message_id)).toBe(true)
      expect(await bot.api.unpinAllChatMessages(chat)).toBe(true)
    })
  })
})
