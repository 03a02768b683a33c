import { createServer, type RequestListener, type Server } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createGateway, type Gateway } from '../gateway/gateway.ts'
import { localKey } from '../gateway/local-sessions.ts'
import { createRsaKey } from '../keys/rsa-key.ts'
import { createLinkPreviews } from '../link-previews/link-previews.ts'
import { type Clock, systemClock } from '../ports/clock.ts'
import { silentLog } from '../ports/log.ts'
import { randomLong, systemRandom } from '../ports/random.ts'
import { botInput, makeBot } from '../testing/bots.ts'
import { type ChatFixture, openChat } from '../testing/chat.ts'
import { tinyFilm } from '../testing/tiny-film.ts'
import { testPicture } from '../testing/uploads.ts'
import { type ServedBotApi, serveBotApi } from './serve-bot-api.ts'

const mebibyte = 1024 * 1024
/** Of a clock of whoever fetches, so that nobody waits for what is slow. */
const timesFaster = 100

/** What a web server of this test has, by path. */
const found = new Map<string, RequestListener>()
const has = (path: string, type: string, body: Uint8Array | string): void => {
  found.set(path, (_, response) => void response.writeHead(200, { 'content-type': type }).end(body))
}
const leads = (path: string, to: () => string): void => {
  found.set(path, (_, response) => void response.writeHead(302, { location: to() }).end())
}

async function listening(listener: RequestListener): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new TypeError('the server has a port')
  return { server, port: address.port }
}

/** The Bot API over a server that looks at pages of this machine, which one for people does not. */
describe('media that bots send by its address', { timeout: 20_000 }, () => {
  const asked: string[] = []
  let askedInside = 0
  let web: Awaited<ReturnType<typeof listening>>
  let inside: Awaited<ReturnType<typeof listening>>
  let chat: ChatFixture
  let gateway: Gateway
  let api: ServedBotApi
  let root: string
  let ann: number
  let picture: Uint8Array

  beforeAll(async () => {
    web = await listening((request, response) => {
      const path = request.url ?? ''
      asked.push(path)
      const answer = found.get(path)
      if (answer === undefined) return void response.writeHead(404).end('nothing')
      answer(request, response)
    })
    inside = await listening((_, response) => {
      askedInside++
      response.end('a secret')
    })
    picture = await testPicture(400, 300)
    const linkPreviews = createLinkPreviews({
      clock: { ...systemClock, after: (ms, run) => systemClock.after(ms / timesFaster, run) },
      resolve: async (host) => (host === 'inside.example' ? ['10.0.0.7'] : ['127.0.0.1']),
      mayConnect: (address, to) => address === '127.0.0.1' && to === web.port,
    })
    // Sessions in this process are of the clock that runs, so the server is as well.
    chat = await openChat({ linkPreviews, beginAt: Date.now() })
    const { server, alice } = chat
    const { store, bus, rpc } = server
    const clock: Clock = systemClock
    const common = { store, clock, random: systemRandom, log: silentLog }
    const { presence, renderer } = rpc
    gateway = createGateway({ ...common, bus, rpc, presence, renderer, rsaKey: createRsaKey(), dcIds: 'any' })
    api = await served(
      serveBotApi({
        ...{ port: 0, folder: undefined, privateWebhooks: true, clock, random: systemRandom, log: silentLog },
        server: {
          async openSession({ authKeyId: known, onUpdate }) {
            const authKeyId = await localKey(common, known)
            return { authKeyId, ...gateway.openLocal({ authKeyId, sessionId: randomLong(systemRandom), onUpdate }) }
          },
        },
      }),
    )
    const { token } = await makeBot(server, 'by_url_bot', 'By URL')
    await alice.call(chat.text(await botInput(alice, 'by_url_bot'), '/start'))
    ann = Number(chat.toAlice.userId)
    root = `http://127.0.0.1:${api.port}/bot${token}`
  })

  afterAll(async () => {
    await api?.close()
    gateway?.close()
    await chat?.server.close()
    for (const one of [web, inside]) {
      one?.server.closeAllConnections()
      one?.server.close()
    }
  })

  const at = (path: string): string => `http://site.example:${web.port}${path}`

  /** The answer, or what is said of why there is none. */
  async function ask(method: string, params: object): Promise<unknown> {
    const response = await fetch(`${root}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ chat_id: ann, ...params }),
    })
    const answer = JSON.parse(await response.text())
    return answer.ok ? answer.result : `${answer.error_code} ${answer.description}`
  }

  it('is a photo or a file like those that came with their bytes, alone, in albums and in place of others', async () => {
    has('/picture.jpg', 'image/jpeg', picture)
    has('/notes%20one.pdf', 'application/pdf', 'a document')
    const photo = expect.arrayContaining([expect.objectContaining({ width: 400, height: 300 })])
    const first = await ask('sendPhoto', { photo: at('/picture.jpg'), caption: 'fetched' })
    expect(first).toMatchObject({ photo, caption: 'fetched' })
    const sent = await ask('sendDocument', { document: at('/notes%20one.pdf') })
    expect(sent).toMatchObject({
      document: { file_name: 'notes one.pdf', mime_type: 'application/pdf', file_size: 10 },
    })
    leads('/moved.jpg', () => at('/picture.jpg'))
    const items = ['/picture.jpg', '/moved.jpg'].map((path) => ({ type: 'photo', media: at(path), caption: path }))
    const album = [
      { caption: '/picture.jpg', photo },
      { caption: '/moved.jpg', photo },
    ]
    expect(await ask('sendMediaGroup', { media: items })).toMatchObject(album)
    const { message_id } = first as { message_id: number }
    const media = { type: 'photo', media: at('/moved.jpg'), caption: 'another' }
    expect(await ask('editMessageMedia', { message_id, media })).toMatchObject({ photo, caption: 'another' })
  })

  it('is shown in rich messages, in blocks, HTML and Markdown', async () => {
    has('/picture.jpg', 'image/jpeg', picture)
    has('/film.mp4', 'video/mp4', tinyFilm({ w: 320, h: 240, seconds: 7 }))
    const photo = expect.arrayContaining([expect.objectContaining({ width: 400, height: 300 })])
    const video = { width: 320, height: 240, duration: 7 }
    const blocks = [
      { type: 'photo', photo: { type: 'photo', media: at('/picture.jpg') } },
      { type: 'video', video: { type: 'video', media: at('/film.mp4') } },
    ]
    const html = `<img src="${at('/picture.jpg')}"><video src="${at('/film.mp4')}"></video>`
    const markdown = `![](${at('/picture.jpg')})\n\n![](${at('/film.mp4')})`
    for (const rich_message of [{ blocks }, { html }, { markdown }]) {
      expect(await ask('sendRichMessage', { rich_message })).toMatchObject({
        rich_message: {
          blocks: [
            { type: 'photo', photo },
            { type: 'video', video },
          ],
        },
      })
    }
    const absent = { html: `<img src="${at('/absent')}">` }
    expect(await ask('sendRichMessage', { rich_message: absent })).toBe(
      '400 Bad Request: failed to get HTTP URL content',
    )
    const within = { html: `<img src="http://127.0.0.1:${inside.port}/">` }
    expect(await ask('sendRichMessage', { rich_message: within })).toBe(
      '400 Bad Request: failed to get HTTP URL content',
    )
    expect(askedInside).toBe(0)
  })

  it('has a file_id by which it is sent again and downloaded', async () => {
    has('/notes.pdf', 'application/pdf', 'a document')
    const sent = await ask('sendDocument', { document: at('/notes.pdf') })
    const { document } = sent as { document: { file_id: string; file_unique_id: string } }
    const before = asked.length
    const { file_unique_id } = document
    expect(await ask('sendDocument', { document: document.file_id })).toMatchObject({ document: { file_unique_id } })
    const file = await ask('getFile', { file_id: document.file_id })
    expect(file).toMatchObject({ file_unique_id, file_size: 10 })
    const { file_path } = file as { file_path: string }
    const content = await fetch(`${root.replace('/bot', '/file/bot')}/${file_path}`)
    expect(await content.text()).toBe('a document')
    expect(asked).toHaveLength(before)
  })

  it('is refused in the words of the public server where it cannot be had', async () => {
    has('/large.pdf', 'application/pdf', new Uint8Array(20 * mebibyte + 1))
    has('/large.jpg', 'image/jpeg', new Uint8Array(10 * mebibyte + 1))
    // Nobody says how long it is.
    found.set('/endless', (_, response) => {
      response.writeHead(200, { 'content-type': 'application/pdf' })
      const more = (): void => {
        if (!response.destroyed) response.write(new Uint8Array(mebibyte), more)
      }
      more()
    })
    found.set('/silent', () => {})
    found.set('/slow', (_, response) => {
      response.writeHead(200, { 'content-type': 'application/pdf' })
      const timer = setInterval(() => response.write('a'), 5)
      response.on('close', () => clearInterval(timer))
    })
    found.set('/cut', (_, response) => {
      response.writeHead(200, { 'content-type': 'application/pdf', 'content-length': 100 })
      response.write('a', () => response.destroy())
    })
    found.set('/fault', (_, response) => void response.writeHead(500).end('a fault'))
    const failed = '400 Bad Request: failed to get HTTP URL content'
    for (const path of ['/absent', '/large.pdf', '/endless', '/silent', '/slow', '/cut', '/fault']) {
      expect([path, await ask('sendDocument', { document: at(path) })]).toEqual([path, failed])
    }
    for (const path of ['/absent', '/large.jpg', '/silent', '/cut']) {
      expect([path, await ask('sendPhoto', { photo: at(path) })]).toEqual([path, failed])
    }
    has('/empty', 'image/jpeg', '')
    const wrongType = '400 Bad Request: wrong type of the web page content'
    expect(await ask('sendPhoto', { photo: at('/empty') })).toBe(wrongType)
    expect(await ask('sendDocument', { document: at('/empty') })).toBe(wrongType)
    has('/page.jpg', 'text/html; charset=utf-8', '<title>Sign in first</title>')
    expect(await ask('sendPhoto', { photo: at('/page.jpg') })).toBe(wrongType)
    expect(await ask('sendDocument', { document: at('/page.jpg') })).toBe(wrongType)
    const media = ['/picture.jpg', '/absent'].map((path) => ({ type: 'photo', media: at(path) }))
    expect(await ask('sendMediaGroup', { media })).toBe(failed)
    has('/none.jpg', 'image/jpeg', 'no picture')
    expect(await ask('sendPhoto', { photo: at('/none.jpg') })).toBe('400 Bad Request: IMAGE_PROCESS_FAILED')
    const wrong = '400 Bad Request: wrong file identifier/HTTP URL specified'
    for (const photo of ['ftp://site.example/a.jpg', 'file:///etc/passwd', '//site.example/a.jpg', 'site.example']) {
      expect([photo, await ask('sendPhoto', { photo })]).toEqual([photo, wrong])
    }
    for (const photo of ['http://', `http://site.example/${'x'.repeat(4_000)}`, 'http://me:pass@site.example/a.jpg']) {
      expect([photo, await ask('sendPhoto', { photo })]).toEqual([photo, '400 Bad Request: wrong HTTP URL specified'])
    }
  })

  it('is never fetched from inside, whatever the way there is', async () => {
    const within = `http://127.0.0.1:${inside.port}/`
    leads('/to-inside', () => within)
    leads('/to-name', () => `http://inside.example:${web.port}/picture.jpg`)
    leads('/to-file', () => 'file:///etc/passwd')
    leads('/round', () => at('/round'))
    leads('/twice', () => at('/to-inside'))
    const ways = [
      ...['/to-inside', '/to-name', '/to-file', '/round', '/twice'].map(at),
      ...[
        within,
        `http://localhost:${inside.port}/`,
        `http://[::1]:${inside.port}/`,
        `http://0x7f000001:${inside.port}/`,
      ],
      `http://inside.example:${web.port}/picture.jpg`,
    ]
    for (const way of ways) {
      const failed = '400 Bad Request: failed to get HTTP URL content'
      expect([way, await ask('sendPhoto', { photo: way })]).toEqual([way, failed])
      expect([way, await ask('sendDocument', { document: way })]).toEqual([way, failed])
    }
    expect(askedInside).toBe(0)
    // A redirection that leads to itself is followed a few times and no more.
    expect(asked.filter((path) => path === '/round').length).toBeLessThanOrEqual(8)
  })
})

async function served(api: Promise<ServedBotApi | undefined>): Promise<ServedBotApi> {
  return (await api) ?? Promise.reject(new TypeError('its port is taken'))
}
