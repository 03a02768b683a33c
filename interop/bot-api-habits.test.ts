import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { deflateSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Asked } from './bot-api-methods/ask.ts'
import { bytes, picture, thumbnail } from './bot-api-methods/files.ts'
import { createWorld, type World } from './bot-api-methods/world.ts'
import { ownCertificate } from './support/own-certificate.ts'
import { until } from './support/until.ts'

const json = { 'content-type': 'application/json' }
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const multipart = { 'content-type': 'multipart/form-data; boundary=x' }

type Content = NonNullable<RequestInit['body']>

/** What libraries in the field do, beside what grammY does, and the public server bears: written out, so that none of them is needed. */
describe('the Bot API and the habits of libraries', { timeout: 30_000 }, () => {
  let world: World

  beforeAll(async () => {
    world = await createWorld()
  }, 60_000)
  afterAll(() => world?.close())

  const post = async (path: string, headers: Record<string, string>, body: Content): Promise<Asked> => {
    const response = await fetch(`${world.apiRoot}/bot${world.bot.token}/${path}`, { method: 'POST', headers, body })
    return { status: response.status, ...JSON.parse(await response.text()) }
  }

  describe('requests', () => {
    test('are packed by gzip or deflate', async () => {
      const { chat } = world
      const text = JSON.stringify({ chat_id: chat, text: 'packed' })
      const part = (name: string, more: string, value: string): string =>
        `--x\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`
      const parts = `${part('chat_id', '', `${chat}`)}${part('document', '; filename="a.txt"', 'packed')}--x--\r\n`
      const gzip = { 'content-encoding': 'gzip' }
      const answers = [
        await post('sendMessage', { ...json, ...gzip }, new Uint8Array(gzipSync(text))),
        await post('sendMessage', { ...json, 'content-encoding': 'deflate' }, new Uint8Array(deflateSync(text))),
      ]
      for (const answer of answers) expect(answer.result).toMatchObject({ text: 'packed' })
      const sent = await post('sendDocument', { ...multipart, ...gzip }, new Uint8Array(gzipSync(parts)))
      expect(sent.result).toMatchObject({ document: { file_name: 'a.txt', file_size: 6 } })
    })

    test('that are packed are held to the same bounds, and refused where they cannot be unpacked', async () => {
      const gzip = { ...json, 'content-encoding': 'gzip' }
      const bomb = new Uint8Array(gzipSync(Buffer.alloc(60_000_000, 'x')))
      expect(await post('sendMessage', gzip, bomb)).toMatchObject({ status: 413 })
      expect(await post('sendDocument', { ...multipart, ...gzip, ...multipart }, bomb)).toMatchObject({
        status: expect.toSatisfy((status) => status === 400 || status === 413),
      })
      const says = { status: 400, description: "Bad Request: can't unpack the body" }
      expect(await post('sendMessage', gzip, '{"chat_id":1}')).toMatchObject(says)
      expect(await post('sendMessage', gzip, new Uint8Array(gzipSync('{"a":1}').subarray(0, -9)))).toMatchObject(says)
      expect(await post('getMe', { ...json, 'content-encoding': 'br' }, '{}')).toMatchObject({
        status: 415,
        description: 'Unsupported Media Type: unsupported content-encoding',
      })
      expect(await post('getMe', json, '{}')).toMatchObject({ ok: true })
    })

    test('say that parts follow, and have none', async () => {
      for (const body of ['', '--x--\r\n', '--x--']) {
        expect(await post('getMe', multipart, body), JSON.stringify(body)).toMatchObject({ ok: true })
      }
    })

    test('say a thing twice: the first holds, and the address before the body', async () => {
      const { chat } = world
      const says = (text: string) => ({ result: { text } })
      expect(await post('sendMessage', form, `chat_id=${chat}&text=one&text=two`)).toMatchObject(says('one'))
      expect(await post(`sendMessage?chat_id=${chat}&text=one`, json, '{"text":"two"}')).toMatchObject(says('one'))
      const parts = new FormData()
      for (const [name, value] of [
        ['chat_id', `${chat}`],
        ['text', 'one'],
        ['text', 'two'],
      ] as const)
        parts.append(name, value)
      expect(await post('sendMessage', {}, parts)).toMatchObject(says('one'))
    })

    test('have empty texts, zeros and nulls for what nobody has said', async () => {
      const { chat, forum, ask } = world
      const nothing = {
        ...{ business_connection_id: '', direct_messages_topic_id: 0, suggested_post_parameters: '', parse_mode: '' },
        ...{
          message_thread_id: 0,
          message_effect_id: '',
          reply_parameters: 'null',
          reply_markup: 'null',
          entities: 'null',
        },
        ...{ receiver_user_id: 0, link_preview_options: 'null', reply_to_message_id: 0 },
      }
      for (const headers of [json, form]) {
        const given = { ...nothing, chat_id: `${chat}`, text: 'plain' }
        const texts = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, `${value}`]))
        const body = headers === json ? JSON.stringify(given) : `${new URLSearchParams(texts)}`
        expect(await post('sendMessage', headers, body)).toMatchObject({ result: { text: 'plain' } })
      }
      const options = ['a', 'b']
      const poll = {
        chat_id: chat,
        question: 'q',
        options,
        open_period: 0,
        close_date: 0,
        explanation_media: '',
        media: '',
      }
      expect(await world.asks('sendPoll', poll)).toMatchObject({ ok: true })
      expect(
        await world.asks('sendLocation', { chat_id: chat, latitude: 1, longitude: 2, live_period: 0 }),
      ).toMatchObject({
        result: { location: expect.not.objectContaining({ live_period: expect.anything() }) },
      })
      const topic = await ask('createForumTopic', { chat_id: forum, name: 'Topic' })
      const inTopic = {
        chat_id: forum,
        text: 'there',
        message_thread_id: topic.message_thread_id,
        reply_to_message_id: 0,
      }
      expect(await ask('sendMessage', inTopic)).toMatchObject({ message_thread_id: topic.message_thread_id })
    })

    test('say all of it in the address', async () => {
      const text = 'щ'.repeat(4_096)
      const query = new URLSearchParams({ chat_id: `${world.chat}`, text })
      expect(query.toString().length).toBeGreaterThan(24_000)
      expect(await post(`sendMessage?${query}`, {}, '')).toMatchObject({ result: { text } })
      const { status } = await fetch(`${world.apiRoot}/bot${world.bot.token}/getMe?text=${'x'.repeat(300_000)}`)
      expect(status).toBe(431)
    })

    test('take the newest pin away where none is named', async () => {
      const { chat, group, supergroup, ask } = world
      for (const chat_id of [chat, group, supergroup]) {
        const [first, second] = [await world.says(chat_id, 'first'), await world.says(chat_id, 'second')]
        for (const message_id of [first, second]) await ask('pinChatMessage', { chat_id, message_id })
        await ask('unpinChatMessage', { chat_id })
        expect(await ask('getChat', { chat_id })).toMatchObject({ pinned_message: { message_id: first } })
        await ask('unpinChatMessage', { chat_id, message_id: 0 })
        expect(await world.asks('unpinChatMessage', { chat_id })).toMatchObject({
          description: 'Bad Request: message to unpin not found',
        })
      }
    })

    test('come from pages', async () => {
      const origin = 'https://bots.example'
      const url = `${world.apiRoot}/bot${world.bot.token}/getMe`
      const asked = await fetch(url, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
      })
      expect(asked.status).toBe(204)
      expect(asked.headers.get('access-control-allow-methods')).toContain('POST')
      for (const { headers } of [asked, await fetch(url, { headers: { origin } })]) {
        expect(headers.get('access-control-allow-origin')).toBe('*')
      }
    })
  })

  describe('files', () => {
    test('are what their names say, whatever type is written beside them', async () => {
      const { chat, ask } = world
      const types = { 'a.pdf': 'application/pdf', 'a.MP3': 'audio/mpeg', 'a.unknown': 'application/octet-stream' }
      for (const [name, mime_type] of Object.entries(types)) {
        const sent = await ask('sendDocument', { chat_id: chat, document: bytes(name) })
        expect(sent, name).toMatchObject({ document: { file_name: name, mime_type } })
      }
      expect(await ask('sendDocument', { chat_id: chat, document: bytes('a', 'text/x-own') })).toMatchObject({
        document: { mime_type: 'text/x-own' },
      })
    })

    test('lie in a folder of their kind, under a name that ends as theirs', async () => {
      const { chat, ask } = world
      const paths: readonly [method: string, field: string, file: File, path: RegExp][] = [
        ['sendPhoto', 'photo', await picture(), /^photos\/[\w-]+\.jpg$/],
        ['sendDocument', 'document', bytes('report.tar.gz'), /^documents\/[\w-]+\.gz$/],
        ['sendDocument', 'document', bytes('a name without'), /^documents\/[\w-]+$/],
        ['sendVideo', 'video', bytes('film.mov'), /^videos\/[\w-]+\.mov$/],
        ['sendVoice', 'voice', bytes('blob', 'audio/ogg'), /^voice\/[\w-]+\.oga$/],
        ['sendAudio', 'audio', bytes('song.mp3'), /^music\/[\w-]+\.mp3$/],
        ['sendVideoNote', 'video_note', bytes('round.mp4'), /^video_notes\/[\w-]+\.mp4$/],
      ]
      for (const [method, field, file, expected] of paths) {
        const sent = await ask<Record<string, { file_id: string } | { file_id: string }[]>>(method, {
          chat_id: chat,
          [field]: file,
        })
        const shown = [sent[field]].flat()[0]
        const { file_path } = await ask<{ file_path: string }>('getFile', { file_id: shown?.file_id })
        expect(file_path).toMatch(expected)
        const response = await fetch(`${world.apiRoot}/file/bot${world.bot.token}/${file_path}`)
        expect(response.status).toBe(200)
        if (field !== 'photo') expect(await response.bytes()).toEqual(await file.bytes())
      }
    })

    test('that are alone in a group are sent as what they are', async () => {
      const { chat } = world
      const media = (count: number) =>
        Array.from({ length: count }, () => ({ type: 'document', media: bytes('a.txt') }))
      const { result } = await world.asks('sendMediaGroup', { chat_id: chat, media: media(1) })
      expect(result).toEqual([expect.not.objectContaining({ media_group_id: expect.anything() })])
      for (const [given, says] of [
        [undefined, 'parameter "media" is required'],
        [{}, 'expected an Array of InputMedia'],
        [[], 'there are no messages to send'],
        [media(11), 'too many messages to send as an album'],
      ] as const) {
        const description = `Bad Request: ${says}`
        expect(await world.asks('sendMediaGroup', { chat_id: chat, media: given })).toMatchObject({
          status: 400,
          description,
        })
      }
    })
  })

  test('a webhook shows a certificate that was sent as a file, and is asked by no other', async () => {
    const { id, username, token } = await world.newBot()
    const told: string[] = []
    const names = new Set<string | undefined>()
    const hook = createHttpsServer(ownCertificate, (request, response) => {
      names.add(request.headers.authorization)
      request.on('data', (part: Buffer) => told.push(part.toString()))
      request.on('end', () => response.end())
    })
    await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve))
    const url = `https://ann:pass%20word@127.0.0.1:${(hook.address() as AddressInfo).port}/${id}`
    try {
      await world.asks('setWebhook', { url }, token)
      await world.ann.sendMessage(`@${username}`, 'over TLS')
      const info = async () => (await world.asks('getWebhookInfo', {}, token)).result as Record<string, unknown>
      await until(
        async () => (await info())['last_error_message'] !== undefined,
        () => 'the webhook is trusted',
      )
      expect(told).toEqual([])
      const certificate = new File([ownCertificate.cert], 'own.pem')
      expect(await world.asks('setWebhook', { url, certificate }, token)).toMatchObject({ ok: true })
      await until(
        () => told.join().includes('over TLS'),
        () => 'nothing comes',
      )
      expect(await info()).toMatchObject({ has_custom_certificate: true })
      expect([...names]).toEqual([`Basic ${Buffer.from('ann:pass word').toString('base64')}`])
      for (const wrong of [bytes('own.pem'), bytes('own.pem', undefined, 20_000)]) {
        expect(await world.asks('setWebhook', { url, certificate: wrong }, token)).toMatchObject({ status: 400 })
      }
    } finally {
      hook.close()
      hook.closeAllConnections()
      await world.asks('deleteWebhook', {}, token)
    }
  })

  describe('former years', () => {
    test('are answered in their own words beside those of today', async () => {
      const { chat, group, channel, supergroup, ask, bot } = world
      const from = { id: bot.id, is_bot: true }
      const said = await world.says(chat, 'forwarded')
      const again = { chat_id: chat, from_chat_id: chat, message_id: said }
      expect(await ask('forwardMessage', again)).toMatchObject({
        ...{ forward_origin: { type: 'user' }, forward_from: from, forward_date: expect.any(Number) },
      })
      const post = await world.says(channel, 'a post')
      expect(await ask('forwardMessage', { chat_id: chat, from_chat_id: channel, message_id: post })).toMatchObject({
        ...{ forward_from_chat: { id: channel, type: 'channel' }, forward_from_message_id: post },
      })
      expect(await ask('getChat', { chat_id: group })).toMatchObject({
        all_members_are_administrators: expect.any(Boolean),
      })
      expect(await ask('getChatMember', { chat_id: supergroup, user_id: bot.id })).toMatchObject({
        ...{ can_manage_video_chats: true, can_manage_voice_chats: true },
      })
      const quiz = { chat_id: chat, question: 'q', options: ['a', 'b'], type: 'quiz', correct_option_id: 1 }
      expect(await ask('sendPoll', quiz)).toMatchObject({ poll: { correct_option_ids: [1], correct_option_id: 1 } })
      const sent = await ask('sendVideo', { chat_id: chat, video: bytes('film.mp4'), thumb: await thumbnail() })
      const { video } = sent as unknown as { video: Record<string, unknown> }
      expect(video['thumb']).toEqual(video['thumbnail'])
      expect(video['thumb']).toMatchObject({ file_id: expect.any(String) })
    })

    test('offer inline what stands in the result itself', async () => {
      const { ann, bot } = world
      const peer = await ann.resolve(`@${bot.username}`)
      if (peer._ !== 'inputPeerUser') throw new TypeError(peer._)
      const asked = {
        bot: { ...peer, _: 'inputUser' },
        peer: { _: 'inputPeerSelf' },
        query: 'former',
        offset: '',
      } as const
      const answer = ann.call({ _: 'messages.getInlineBotResults', ...asked })
      const { id } = await world.next('inline_query', ({ query }) => query === 'former')
      const thumb_url = 'https://example.org/a.jpg'
      const article = {
        type: 'article',
        id: '1',
        title: 'One',
        message_text: '*two*',
        parse_mode: 'Markdown',
        thumb_url,
      }
      await world.ask('answerInlineQuery', { inline_query_id: id, results: [article], cache_time: 0 })
      expect((await answer).results).toMatchObject([
        {
          title: 'One',
          thumb: { url: thumb_url },
          sendMessage: { message: 'two', entities: [{ _: 'messageEntityBold' }] },
        },
      ])
    })

    test('are understood', async () => {
      const { ben, supergroup, ask, chat } = world
      const member = { chat_id: supergroup, user_id: Number(ben.userId) }
      await ask('restrictChatMember', { ...member, can_send_messages: true })
      expect(await ask('getChatMember', member)).toMatchObject({ status: 'restricted', can_send_media_messages: false })
      const all = { can_send_media_messages: true, can_send_other_messages: true, can_add_web_page_previews: true }
      await ask('restrictChatMember', { ...member, can_send_messages: true, ...all })
      expect(await ask('getChatMember', member)).toMatchObject({ status: 'member' })
      await ask('promoteChatMember', { ...member, can_manage_voice_chats: true })
      expect(await ask('getChatMember', member)).toMatchObject({
        can_manage_video_chats: true,
        can_invite_users: false,
      })
      await ask('promoteChatMember', member)
      const name = `former_by_${world.bot.username}`
      const emojis = '🍵'
      const set = { user_id: chat, name, title: 'Former', emojis, png_sticker: await picture('teal') }
      expect(await world.asks('createNewStickerSet', set)).toMatchObject({ ok: true })
      expect(await world.asks('addStickerToSet', { ...set, png_sticker: await picture('gold') })).toMatchObject({
        ok: true,
      })
      expect(await ask('getStickerSet', { name })).toMatchObject({
        ...{
          contains_masks: false,
          is_animated: false,
          is_video: false,
          stickers: [{ emoji: emojis }, { emoji: emojis }],
        },
      })
    })
  })
})
