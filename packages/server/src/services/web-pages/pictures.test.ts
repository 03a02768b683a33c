import { createServer, type Server } from 'node:http'
import type { api } from '@chappe/tl-codec/api'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createLinkPreviews } from '../../link-previews/link-previews.ts'
import { systemClock } from '../../ports/clock.ts'
import type { LinkPreviews } from '../../ports/link-previews.ts'
import { botInput, makeBot } from '../../testing/bots.ts'
import { type ChatFixture, openChat } from '../../testing/chat.ts'
import { tinyFilm } from '../../testing/tiny-film.ts'
import { downloadAll, locationOf, photoIn, testPicture } from '../../testing/uploads.ts'

/** What a web server of this test has, by path. */
const found = new Map<string, readonly [type: string, body: Uint8Array | string]>()
let web: Server
let port: number
let asked: string[] = []

beforeAll(async () => {
  web = createServer((request, response) => {
    const path = request.url ?? ''
    asked.push(path)
    const [type, body] = found.get(path) ?? ['text/plain', 'nothing']
    response.writeHead(found.has(path) ? 200 : 404, { 'content-type': type }).end(body)
  })
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve))
  const address = web.address()
  if (typeof address !== 'object' || address === null) throw new TypeError('the server has a port')
  port = address.port
  found.set('/picture.jpg', ['image/jpeg', await testPicture(400, 300)])
  found.set('/none.jpg', ['image/jpeg', 'no picture'])
  found.set('/notes%20one.pdf', ['application/pdf; q=1', 'a document'])
  found.set('/empty', ['image/jpeg', ''])
  const page = (picture: string): string => `<title>A page</title><meta property="og:image" content="${picture}">`
  found.set('/page', ['text/html', page('picture.jpg')])
  found.set('/broken', ['text/html', page('none.jpg')])
})
afterAll(() => {
  web.closeAllConnections()
  web.close()
})

const at = (path: string): string => `http://site.example:${port}${path}`

let chat: ChatFixture
let linkPreviews: LinkPreviews
beforeEach(async () => {
  asked = []
  linkPreviews = createLinkPreviews({
    clock: systemClock,
    resolve: async () => ['127.0.0.1'],
    mayConnect: (address, to) => address === '127.0.0.1' && to === port,
  })
  chat = await openChat({ linkPreviews })
})
afterEach(() => chat.server.close())

function pageOf(message: api.Message | undefined): api.webPage | undefined {
  const media = message?._ === 'message' ? message.media : undefined
  return media?._ === 'messageMediaWebPage' && media.webpage._ === 'webPage' ? media.webpage : undefined
}

describe('a page below a message', () => {
  it('has its picture, which is made once, and comes after the message', async () => {
    const { alice, bob, toBob, toAlice } = chat
    await alice.call(chat.text(toBob, `see ${at('/page')}`))
    await vi.waitFor(async () => expect(pageOf((await chat.history(bob, toAlice))[0])).toBeDefined())
    const [message] = await chat.history(bob, toAlice)
    const page = pageOf(message)
    expect(page).toMatchObject({ title: 'A page', hasLargeMedia: true })
    if (page?.photo?._ !== 'photo') throw new Error('the page has a picture')
    expect(await downloadAll(bob, locationOf(page.photo, 'm'))).not.toHaveLength(0)
    // Another one at once, with the same picture.
    await alice.call(chat.text(toBob, at('/page')))
    expect(pageOf((await chat.history(bob, toAlice))[0])?.photo).toMatchObject({ id: page.photo.id })
    const preview = await alice.call({ _: 'messages.getWebPagePreview', message: at('/page') })
    const shown = preview.media._ === 'messageMediaWebPage' ? preview.media.webpage : undefined
    if (shown?._ !== 'webPage' || shown.photo?._ !== 'photo') throw new Error('the preview has a picture')
    expect(await downloadAll(alice, locationOf(shown.photo, 'm'))).not.toHaveLength(0)
    expect(asked).toEqual(['/page', '/picture.jpg'])
  })

  it('is shown without a picture that is none', async () => {
    const { alice, toBob } = chat
    const preview = await alice.call({ _: 'messages.getWebPagePreview', message: at('/broken') })
    expect(preview.media).toMatchObject({ webpage: { title: 'A page', photo: undefined, hasLargeMedia: undefined } })
    await alice.call(chat.text(toBob, at('/broken')))
    expect(pageOf((await chat.history(alice, toBob))[0])).toMatchObject({ title: 'A page', photo: undefined })
  })
})

describe('media by its address', () => {
  it('is fetched by the server and sent as a photo or a file', async () => {
    const { alice, bob, toBob, toAlice } = chat
    const photo: api.InputMedia = { _: 'inputMediaPhotoExternal', url: at('/picture.jpg'), spoiler: true }
    await alice.call(chat.media(toBob, photo, { message: 'fetched' }))
    const [message] = await chat.history(bob, toAlice)
    expect(message).toMatchObject({ message: 'fetched', media: { spoiler: true } })
    expect(await downloadAll(bob, locationOf(photoIn(message), 'x'))).not.toHaveLength(0)
    await alice.call(chat.media(toBob, { _: 'inputMediaDocumentExternal', url: at('/notes%20one.pdf') }))
    const [file] = await chat.history(bob, toAlice)
    const media = file?._ === 'message' ? file.media : undefined
    const document = media?._ === 'messageMediaDocument' ? media.document : undefined
    if (document?._ !== 'document') throw new Error('the message shows a document')
    const attributes = [{ _: 'documentAttributeFilename', fileName: 'notes one.pdf' }]
    expect(document).toMatchObject({ mimeType: 'application/pdf', size: 10n, attributes })
    const location = { ...document, _: 'inputDocumentFileLocation', thumbSize: '' } as const
    expect(Buffer.from(await downloadAll(bob, location)).toString()).toBe('a document')
  })

  it('is a film or a sound if it is one', async () => {
    const { alice, bob, toBob, toAlice } = chat
    found.set('/film.mp4', ['video/mp4', tinyFilm({ w: 320, h: 240, seconds: 7 })])
    await alice.call(chat.media(toBob, { _: 'inputMediaDocumentExternal', url: at('/film.mp4') }))
    const [message] = await chat.history(bob, toAlice)
    expect(message).toMatchObject({ media: { video: true, document: { mimeType: 'video/mp4' } } })
    const film = { _: 'documentAttributeVideo', w: 320, h: 240, duration: 7 }
    expect(message).toHaveProperty('media.document.attributes.0', expect.objectContaining(film))
    // What only claims to be one stays a file.
    found.set('/none.mp4', ['video/mp4', 'no film'])
    await alice.call(chat.media(toBob, { _: 'inputMediaDocumentExternal', url: at('/none.mp4') }))
    expect((await chat.history(bob, toAlice))[0]).toMatchObject({ media: { video: undefined } })
  })

  it('destroys itself once it was opened', async () => {
    const { alice, bob, toBob, toAlice, server } = chat
    const photo: api.InputMedia = { _: 'inputMediaPhotoExternal', url: at('/picture.jpg'), ttlSeconds: 5 }
    const file: api.InputMedia = { _: 'inputMediaDocumentExternal', url: at('/notes%20one.pdf'), ttlSeconds: 5 }
    for (const media of [photo, file]) await alice.call(chat.media(toBob, media))
    const messages = await chat.history(bob, toAlice)
    expect(messages).toMatchObject([
      { mediaUnread: true, media: { _: 'messageMediaDocument', ttlSeconds: 5, document: {} } },
      { mediaUnread: true, media: { _: 'messageMediaPhoto', ttlSeconds: 5, photo: {} } },
    ])
    await bob.call({ _: 'messages.readMessageContents', id: messages.map(({ id }) => id) })
    server.clock.now += 5_000
    await server.upkeep()
    const left = (await chat.history(bob, toAlice)).map((message) => message._ === 'message' && message.media)
    expect(left).toEqual([
      { _: 'messageMediaDocument', ttlSeconds: 5 },
      { _: 'messageMediaPhoto', ttlSeconds: 5 },
    ])
    for (const media of [photo, file]) {
      const tooLong = alice.call(chat.media(toBob, { ...media, ttlSeconds: 61 }))
      await expect(tooLong).rejects.toThrow('TTL_MEDIA_INVALID')
      const toAll = alice.call(chat.media({ _: 'inputPeerSelf' }, media))
      await expect(toAll).rejects.toThrow('TTL_MEDIA_INVALID')
    }
  })

  it('takes of the room of the account', async () => {
    await chat.server.close()
    const picture = found.get('/picture.jpg')?.[1].length ?? 0
    chat = await openChat({ linkPreviews, fileQuota: picture + 9 })
    const { alice, bob, toBob, toAlice } = chat
    const photo: api.InputMedia = { _: 'inputMediaPhotoExternal', url: at('/picture.jpg') }
    const file: api.InputMedia = { _: 'inputMediaDocumentExternal', url: at('/notes%20one.pdf') }
    await alice.call(chat.media(toBob, file))
    found.set('/large.pdf', ['application/pdf', new Uint8Array(picture)])
    const large: api.InputMedia = { _: 'inputMediaDocumentExternal', url: at('/large.pdf') }
    for (const media of [photo, large]) {
      await expect(alice.call(chat.media(toBob, media))).rejects.toThrow('FILE_PARTS_INVALID')
    }
    await bob.call(chat.media(toAlice, photo))
  })

  it('is refused where there is none, or none that may be asked for', async () => {
    const { alice, toBob } = chat
    const refused = async (media: api.InputMedia, error: string): Promise<void> => {
      await expect(alice.call(chat.media(toBob, media))).rejects.toThrow(error)
    }
    const photo = (url: string): api.InputMedia => ({ _: 'inputMediaPhotoExternal', url })
    const file = (url: string): api.InputMedia => ({ _: 'inputMediaDocumentExternal', url })
    await refused(photo(at('/absent')), 'WEBPAGE_CURL_FAILED')
    await refused(photo(at('/none.jpg')), 'IMAGE_PROCESS_FAILED')
    await refused(photo('file:///etc/passwd'), 'EXTERNAL_URL_INVALID')
    await refused(photo('http://[::1]:1/'), 'WEBPAGE_CURL_FAILED')
    for (const media of [photo(at('/empty')), file(at('/empty'))]) await refused(media, 'WEBPAGE_MEDIA_EMPTY')
    expect(await chat.history(alice, toBob)).toEqual([])
    await chat.server.close()
    chat = await openChat()
    await expect(chat.alice.call(chat.media(chat.toBob, photo(at('/picture.jpg'))))).rejects.toThrow(
      'WEBPAGE_CURL_FAILED',
    )
  })
})

describe('files on the web in a rich message', () => {
  const rich = (richMessage: api.InputRichMessage): Promise<api.Updates> =>
    chat.alice.call(chat.text(chat.toBob, '', { richMessage }))
  const html = (text: string): api.InputRichMessage => ({ _: 'inputRichMessageHTML', html: text })

  it('are fetched once each, and shown as what they are', async () => {
    const { bob, toAlice } = chat
    found.set('/film.mp4', ['video/mp4', tinyFilm({ w: 320, h: 240, seconds: 7 })])
    const image = `<img src="${at('/picture.jpg')}">`
    await rich(html(`<h1>Look</h1>${image}<p>again</p>${image}<video src="${at('/film.mp4')}"></video>`))
    const [message] = await chat.history(bob, toAlice)
    const shown = message?._ === 'message' ? message.richMessage : undefined
    const [photo] = shown?.photos ?? []
    const [film] = shown?.documents ?? []
    if (photo?._ !== 'photo' || film?._ !== 'document') throw new Error('the message shows both')
    expect(shown).toMatchObject({
      blocks: [
        { _: 'pageBlockHeading1' },
        { _: 'pageBlockPhoto', photoId: photo.id },
        { _: 'pageBlockParagraph' },
        { _: 'pageBlockPhoto', photoId: photo.id },
        { _: 'pageBlockVideo', videoId: film.id },
      ],
    })
    expect(await downloadAll(bob, locationOf(photo, 'x'))).not.toHaveLength(0)
    expect([...asked].sort()).toEqual(['/film.mp4', '/picture.jpg'])
  })

  it('are shown by Markdown as well, and by edits', async () => {
    const { alice, bob, toAlice, toBob } = chat
    await rich(html('<p>wait</p>'))
    const richMessage: api.InputRichMessage = {
      ...{ _: 'inputRichMessageMarkdown', markdown: `![](${at('/picture.jpg')})\n\n\`${at('/none.jpg')}\`` },
    }
    const [sent] = await chat.history(alice, toBob)
    await alice.call({ _: 'messages.editMessage', peer: toBob, id: sent?.id ?? 0, richMessage })
    const [message] = await chat.history(bob, toAlice)
    expect(message).toMatchObject({ richMessage: { blocks: [{ _: 'pageBlockPhoto' }, {}], photos: [{ _: 'photo' }] } })
    expect(asked).toEqual(['/picture.jpg'])
  })

  it('are refused where one cannot be had or shown, and are never fetched for drafts', async () => {
    found.set('/notes.pdf', ['application/pdf', 'a document'])
    const image = (path: string): api.InputRichMessage => html(`<img src="${at(path)}">`)
    await expect(rich(image('/absent'))).rejects.toThrow('WEBPAGE_CURL_FAILED')
    await expect(rich(image('/page'))).rejects.toThrow('WEBPAGE_MEDIA_EMPTY')
    await expect(rich(image('/none.jpg'))).rejects.toThrow('IMAGE_PROCESS_FAILED')
    await expect(rich(image('/notes.pdf'))).rejects.toThrow('RICH_VALIDATE_CTOR_NOT_ALLOWED')
    await expect(rich(html('<img src="http://[::1]:1/a.jpg">'))).rejects.toThrow('WEBPAGE_CURL_FAILED')
    await expect(rich(html('<img src="file:///etc/passwd">'))).rejects.toThrow('RICH_MESSAGE_MEDIA_INVALID')
    asked = []
    const many = Array.from({ length: 51 }, (_, i) => `<img src="${at(`/picture.jpg?${i}`)}">`)
    await expect(rich(html(many.join('')))).rejects.toThrow('RICH_MESSAGE_MEDIA_TOO_MUCH')
    const draft: api.SendMessageAction = {
      ...{ _: 'inputSendMessageRichMessageDraftAction', randomId: 7n, richMessage: image('/picture.jpg') },
    }
    const bot = await makeBot(chat.server, 'writer_bot', 'Writer')
    await chat.alice.call(chat.text(await botInput(chat.alice, 'writer_bot'), '/start'))
    const peer: api.InputPeer = { ...chat.toAlice, accessHash: 0n }
    await expect(bot.call({ _: 'messages.setTyping', peer, action: draft })).rejects.toThrow(
      'RICH_MESSAGE_MEDIA_INVALID',
    )
    expect(asked).toEqual([])
  })
})
