import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createLinkPreviews } from '../../link-previews/link-previews.ts'
import type { LinkPreview, LinkPreviews } from '../../ports/link-previews.ts'
import { type ChatFixture, openChat } from '../../testing/chat.ts'
import type { TestClient } from '../../testing/test-server.ts'

let chat: ChatFixture
let previews: FakePreviews
beforeEach(async () => {
  previews = fakePreviews()
  chat = await openChat({ linkPreviews: previews })
})
afterEach(() => chat.server.close())

interface FakePreviews extends LinkPreviews {
  /** What is being looked at; a page is there once it is shown. */
  readonly looking: string[]
  show(url: string, preview: Omit<LinkPreview, 'url'> | undefined): void
}

function fakePreviews(): FakePreviews {
  const { canonical } = createLinkPreviews({
    clock: { now: () => 0, monotonic: () => 0, after: () => () => {}, defer: setImmediate },
  })
  const pages = new Map<string, LinkPreview | undefined>()
  const waiting = new Map<string, PromiseWithResolvers<LinkPreview | undefined>>()
  const looking: string[] = []
  return {
    canonical,
    looking,
    file: async () => undefined,
    known: (url) => pages.get(url),
    async of(url) {
      looking.push(url)
      if (pages.has(url)) return pages.get(url)
      const wait = waiting.get(url) ?? Promise.withResolvers<LinkPreview | undefined>()
      waiting.set(url, wait)
      return wait.promise
    },
    show(url, found) {
      const preview = found && { url, ...found }
      pages.set(url, preview)
      waiting.get(url)?.resolve(preview)
    },
  }
}

const url = 'https://example.com/a'
const page = { title: 'A title', siteName: 'Example' }
const shown = {
  _: 'messageMediaWebPage',
  webpage: { _: 'webPage', url, displayUrl: 'example.com/a', title: 'A title' },
}

async function last(of: TestClient, peer: api.InputPeer): Promise<api.message> {
  const [message] = await chat.history(of, peer)
  if (message?._ !== 'message') throw new TypeError('there is a message')
  return message
}

const bobs = (): Promise<api.message> => last(chat.bob, chat.toAlice)

describe('a message with a link', () => {
  it('comes at once, and shows the page to both as soon as it was looked at', async () => {
    const { alice, bob, toBob } = chat
    await alice.call(chat.text(toBob, 'hello'))
    const away = await chat.otherDevice('bob')
    const { pts, qts, date } = await away.call({ _: 'updates.getState' })
    for (const { pushed } of [alice, bob]) pushed.length = 0
    expect(await alice.call(chat.text(toBob, `see ${url}`))).toMatchObject({ media: undefined })
    expect(bob.pushed).toMatchObject([{ message: `see ${url}` }])
    expect(previews.looking).toEqual([url])
    previews.show(url, page)
    await vi.waitFor(() => expect(bob.pushed).toHaveLength(2))
    const edit = {
      updates: [{ _: 'updateEditMessage', message: { media: shown, editHide: true, editDate: undefined } }],
    }
    expect(bob.pushed[1]).toMatchObject(edit)
    expect(alice.pushed).toMatchObject([edit])
    expect((await last(alice, toBob)).media).toMatchObject(shown)
    expect(await away.call({ _: 'updates.getDifference', pts, qts, date })).toMatchObject({
      newMessages: [{ message: `see ${url}`, media: shown }],
    })
    expect(await chat.found(bob, chat.toAlice, { _: 'inputMessagesFilterUrl' })).toHaveLength(1)
  })

  it('shows it at once if it was looked at while the text was written', async () => {
    const { alice, toBob } = chat
    previews.show(url, page)
    previews.show('http://example.com/none', undefined)
    const preview = async (message: string) => (await alice.call({ _: 'messages.getWebPagePreview', message })).media
    expect(await preview(`example.com/none, ${url}`)).toMatchObject({ _: 'messageMediaEmpty' })
    expect(await preview('no link')).toMatchObject({ _: 'messageMediaEmpty' })
    expect(await preview(`see ${url}.`)).toMatchObject(shown)
    await expect(preview(' ')).rejects.toThrow('MESSAGE_EMPTY')
    expect(await alice.call(chat.text(toBob, url))).toMatchObject({ _: 'updateShortSentMessage', media: shown })
    expect((await bobs()).media).toMatchObject(shown)
  })

  it('shows none that is not wanted, not there, or no longer linked to', async () => {
    const { alice, bob, toBob } = chat
    await alice.call(chat.text(toBob, url, { noWebpage: true }))
    await alice.call(chat.text(toBob, 'no link'))
    expect(previews.looking).toEqual([])
    const sent = await alice.call(chat.text(toBob, `${url} soon`))
    const id = sent._ === 'updateShortSentMessage' ? sent.id : 0
    await alice.call({ _: 'messages.editMessage', peer: toBob, id, message: 'no longer', noWebpage: true })
    bob.pushed.length = 0
    previews.show(url, page)
    const other = 'https://example.com/none'
    previews.show(other, undefined)
    await alice.call(chat.text(toBob, other))
    await vi.waitFor(() => expect(bob.pushed).toHaveLength(1))
    expect(await chat.history(bob, chat.toAlice)).toMatchObject([
      { message: other, media: undefined },
      { message: 'no longer', media: undefined },
      { message: 'no link', media: undefined },
      { message: url, media: undefined },
    ])
  })

  it('changes its page with its text', async () => {
    const { alice, bob, toBob } = chat
    previews.show(url, page)
    await alice.call(chat.text(toBob, url))
    const edit = (message: string, more: Partial<api.messages.editMessage> = {}) =>
      alice.call({ _: 'messages.editMessage', peer: toBob, id: 1, message, ...more })
    await edit(`${url} and more, ${'x'.repeat(2_000)}`)
    expect(await bobs()).toMatchObject({ media: shown, editHide: undefined })
    await edit('nothing')
    expect((await bobs()).media).toBeUndefined()
    const other = 'https://example.com/b'
    previews.show(other, { title: 'Another' })
    bob.pushed.length = 0
    await edit(other)
    await vi.waitFor(() => expect(bob.pushed).toHaveLength(2))
    expect(await bobs()).toMatchObject({ media: { webpage: { title: 'Another' } }, editHide: undefined })
    await edit(`${other}!`, { noWebpage: true })
    expect((await bobs()).media).toBeUndefined()
    await expect(edit('')).rejects.toThrow('MESSAGE_EMPTY')
  })

  it('is changed by where its page stands, and by whether it is shown', async () => {
    const { alice, toBob } = chat
    previews.show(url, page)
    await alice.call(chat.text(toBob, url))
    const edit = (more: Partial<api.messages.editMessage> = {}) =>
      alice.call({ _: 'messages.editMessage', peer: toBob, id: 1, message: url, ...more })
    const changes = async (more: Partial<api.messages.editMessage>, expected: object) => {
      await edit(more)
      expect(await bobs()).toMatchObject({ message: url, ...expected })
      await expect(edit(more)).rejects.toThrow('MESSAGE_NOT_MODIFIED')
    }
    await expect(edit()).rejects.toThrow('MESSAGE_NOT_MODIFIED')
    await changes({ invertMedia: true }, { media: shown, invertMedia: true })
    await changes({}, { media: shown, invertMedia: undefined })
    await changes({ noWebpage: true }, { media: undefined })
    // There is nothing to stand above the text.
    await expect(edit({ noWebpage: true, invertMedia: true })).rejects.toThrow('MESSAGE_NOT_MODIFIED')
    await changes({}, { media: shown })
  })

  it('waits for the page where nothing but that is to be shown again', async () => {
    const { alice, toBob } = chat
    await alice.call(chat.text(toBob, url, { noWebpage: true }))
    const edit: api.messages.editMessage = { _: 'messages.editMessage', peer: toBob, id: 1, message: url }
    const edited = alice.call(edit)
    await vi.waitFor(() => expect(previews.looking).toEqual([url]))
    previews.show(url, page)
    const update = { _: 'updateEditMessage', message: { media: shown } }
    expect(await edited).toMatchObject({ updates: [update] })
    await alice.call({ ...edit, noWebpage: true })
    previews.show(url, undefined)
    await expect(alice.call(edit)).rejects.toThrow('MESSAGE_NOT_MODIFIED')
  })

  it('that waits for its time is changed likewise', async () => {
    const { alice, toBob } = chat
    previews.show(url, page)
    const scheduleDate = chat.now() + 3600
    await alice.call(chat.text(toBob, url, { scheduleDate }))
    const edit = (more: Partial<api.messages.editMessage> = {}) =>
      alice.call({ _: 'messages.editMessage', peer: toBob, id: 1, message: url, scheduleDate, ...more })
    const edited = async (more: Partial<api.messages.editMessage>) => {
      await edit(more)
      const { messages } = await alice
        .call({ _: 'messages.getScheduledHistory', peer: toBob, hash: 0n })
        .then((answer) => (answer._ === 'messages.messagesNotModified' ? { messages: [] } : answer))
      await expect(edit(more)).rejects.toThrow('MESSAGE_NOT_MODIFIED')
      return messages[0]
    }
    expect(await edited({ noWebpage: true })).toMatchObject({ media: undefined })
    expect(await edited({})).toMatchObject({ media: shown, invertMedia: undefined })
    expect(await edited({ invertMedia: true })).toMatchObject({ media: shown, invertMedia: true })
  })

  it('shows the page that its sender chose', async () => {
    const { alice, toBob } = chat
    const media: api.inputMediaWebPage = { _: 'inputMediaWebPage', url, forceSmallMedia: true }
    previews.show(url, undefined)
    await expect(alice.call(chat.media(toBob, media, { message: 'look' }))).rejects.toThrow('WEBPAGE_NOT_FOUND')
    await alice.call(chat.media(toBob, { ...media, optional: true }, { message: 'look' }))
    expect((await bobs()).media).toBeUndefined()
    previews.show(url, page)
    await expect(alice.call(chat.media(toBob, media))).rejects.toThrow('MESSAGE_EMPTY')
    await alice.call(chat.media(toBob, media, { message: 'look' }))
    expect((await bobs()).media).toMatchObject({ ...shown, manual: true, forceSmallMedia: true })
    const { id } = await last(alice, toBob)
    await alice.call({ _: 'messages.editMessage', peer: toBob, id, message: 'look there' })
    expect((await bobs()).media).toMatchObject(shown)
    const point: api.InputMedia = { _: 'inputMediaGeoPoint', geoPoint: { _: 'inputGeoPoint', lat: 1, long: 2 } }
    await alice.call({ _: 'messages.editMessage', peer: toBob, id, media: point })
    expect((await bobs()).media).toMatchObject({ _: 'messageMediaGeo' })
    await expect(alice.call({ _: 'messages.editMessage', peer: toBob, id, media })).rejects.toThrow(
      'MEDIA_PREV_INVALID',
    )
  })
})

describe('a web page', () => {
  it('is told to whoever does not know it yet', async () => {
    const { alice } = chat
    previews.show(url, page)
    previews.show('http://example.com/none', undefined)
    const get = async (link: string, hash = 0) =>
      (await alice.call({ _: 'messages.getWebPage', url: link, hash })).webpage
    const found = await get(url)
    expect(found).toMatchObject(shown.webpage)
    expect(await get(url, found._ === 'webPage' ? found.hash : 0)).toEqual({
      _: 'webPageNotModified',
      cachedPageViews: undefined,
    })
    expect(await get('example.com/none')).toMatchObject({ _: 'webPageEmpty' })
    expect(await get('ftp://example.com')).toMatchObject({ _: 'webPageEmpty' })
    await expect(get(' ')).rejects.toThrow('WC_CONVERT_URL_INVALID')
  })
})
