import type { InlineResults } from '@chappe/client'
import { type Bot, type Context, InlineQueryResultBuilder, InputFile } from 'grammy'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { GrammyRoom, type Person, picture, ways } from './support/grammy-room.ts'
import { askBotFather } from './support/tea-bot.ts'
import { until } from './support/until.ts'

/** Every kind of inline result, by unmodified grammY, chosen and sent by a person with our client; one server for both ways. */
describe('inline results by grammY', { timeout: 30_000 }, () => {
  let room: GrammyRoom
  let ann: Person

  beforeAll(async () => {
    room = await GrammyRoom.open()
    ann = await room.person('9996610093', 'Ann')
  }, 60_000)

  afterAll(() => room?.close())

  describe.each(ways)('by %s', (way) => {
    const username = `offer_${way}_bot`
    let bot: Bot
    const chosen: string[] = []
    /** What it is called by in chats that it is not in. */
    const called: Context[] = []
    /** By kind: what has to be at the server before it is offered by its id. */
    const files = new Map<string, string>()

    beforeAll(async () => {
      const token = await askBotFather(ann.client, username)
      bot = await room.run(
        token,
        (one) => {
          one.command('start', (ctx) => ctx.reply(`begun by ${way}`))
          one.on('inline_query', offer)
          one.on('guest_message', (ctx) => {
            called.push(ctx)
            return ctx.answerGuestQuery(InlineQueryResultBuilder.article('guest', 'Guest').text('from afar'))
          })
          one.on('chosen_inline_result', (ctx) => void chosen.push(ctx.chosenInlineResult.result_id))
        },
        way,
      )
      await ann.client.startBot(`@${username}`)
      await ann.sees(`begun by ${way}`)
      const small = (name: string): InputFile => new InputFile(Uint8Array.of(1, 2, 3, name.length), name)
      const { api } = bot
      files.set('photo', (await api.sendPhoto(ann.id, new InputFile(await picture('red')))).photo.at(-1)?.file_id ?? '')
      files.set('document', (await api.sendDocument(ann.id, small('a.txt'))).document.file_id)
      files.set('audio', (await api.sendAudio(ann.id, small('song.mp3'), { title: 'Song' })).audio.file_id)
      files.set('voice', (await api.sendVoice(ann.id, small('voice.ogg'), { duration: 2 })).voice.file_id)
      files.set('video', (await api.sendVideo(ann.id, small('film.mp4'), { width: 8, height: 6 })).video.file_id)
    }, 60_000)

    function offer(ctx: Context): Promise<unknown> {
      const id = (kind: string): string => files.get(kind) ?? ''
      return ctx.answerInlineQuery(
        [
          InlineQueryResultBuilder.article('article', 'Article').text('an article'),
          InlineQueryResultBuilder.location('location', 'Place', 1, 2),
          InlineQueryResultBuilder.venue('venue', 'Hall', 1, 2, 'Street'),
          InlineQueryResultBuilder.contact('contact', '+15550100', 'Grocer'),
          InlineQueryResultBuilder.photoCached('photo', id('photo'), { caption: 'a photo' }),
          InlineQueryResultBuilder.documentCached('document', 'File', id('document'), { caption: 'a file' }),
          InlineQueryResultBuilder.audioCached('audio', id('audio'), { caption: 'a song' }),
          InlineQueryResultBuilder.voiceCached('voice', 'Voice', id('voice'), { caption: 'a voice' }),
          InlineQueryResultBuilder.videoCached('video', 'Film', id('video'), { caption: 'a film' }),
          InlineQueryResultBuilder.mpeg4gifCached('loop', id('video'), { caption: 'a loop' }),
        ],
        { cache_time: 0, is_personal: true },
      )
    }

    const kinds = [
      ['article', { message: 'an article' }],
      ['location', { media: { _: 'messageMediaGeo' } }],
      ['venue', { media: { _: 'messageMediaVenue', title: 'Hall' } }],
      ['contact', { media: { _: 'messageMediaContact', firstName: 'Grocer' } }],
      ['photo', { message: 'a photo', media: { _: 'messageMediaPhoto' } }],
      ['document', { message: 'a file', media: { _: 'messageMediaDocument' } }],
      ['audio', { message: 'a song', media: { _: 'messageMediaDocument' } }],
      ['voice', { message: 'a voice', media: { _: 'messageMediaDocument' } }],
      ['video', { message: 'a film', media: { _: 'messageMediaDocument' } }],
      ['loop', { message: 'a loop', media: { _: 'messageMediaDocument' } }],
    ] as const

    test('all of them are offered, and each is sent as what it is, by way of the bot', async () => {
      const found: InlineResults = await ann.client.inlineQuery(`@${username}`, 'anything')
      expect(found.results.map(({ id }) => id)).toEqual(kinds.map(([kind]) => kind))
      for (const [kind, shown] of kinds) {
        await ann.client.sendInlineResult('me', found, kind)
        const { value } = await ann.client.history('me', { limit: 1 }).next()
        expect(value).toMatchObject({ ...shown, viaBotId: BigInt(bot.botInfo.id) })
      }
      await until(
        () => chosen.length === kinds.length,
        () => chosen.join(),
      )
      expect(chosen).toEqual(kinds.map(([kind]) => kind))
    })

    test('a bot that is called into a chat which it is not in answers there as itself', async () => {
      for (const text of ['/setguest', `@${username}`, 'Enable']) await ann.client.sendMessage('@BotFather', text)
      await ann.sees(`Done: @${username} is changed.`)
      const phone = way === 'polling' ? '9996610094' : '9996610095'
      const ben = await room.person(phone, 'Ben')
      const { peer } = await ann.client.call({ _: 'contacts.resolvePhone', phone })
      await ann.client.sendMessage(peer, `would @${username} know?`)
      const heard = await ben.sees('from afar')
      expect(heard.raw).toMatchObject({
        fromId: { userId: BigInt(bot.botInfo.id) },
        guestchatViaFrom: { userId: BigInt(ann.id) },
      })
      expect(called.map(({ msg, from, chat }) => [msg?.text, from?.id, chat?.id])).toEqual([
        [`would @${username} know?`, ann.id, ben.id],
      ])
    })

    test('what is wrong with results is said as the public server says it', async () => {
      const article = InlineQueryResultBuilder.article('one', 'One').text('one')
      await expect(bot.api.answerInlineQuery('1', [article])).rejects.toMatchObject({
        description: 'Bad Request: query is too old and response timeout expired or query ID is invalid',
      })
    })
  })
})
