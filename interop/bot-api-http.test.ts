import { createServer as createHttpServer, type IncomingMessage, request } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { systemClock } from '@chappe/transport'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Asked } from './bot-api-methods/ask.ts'
import { bytes } from './bot-api-methods/files.ts'
import { createWorld, type World, type WorldBot } from './bot-api-methods/world.ts'
import { until } from './support/until.ts'

const json = { 'content-type': 'application/json' }
const form = { 'content-type': 'application/x-www-form-urlencoded' }

type Content = NonNullable<RequestInit['body']>

interface Told {
  readonly update_id: number
  readonly message?: { readonly text?: string }
}

/** How the Bot API speaks HTTP, whatever the method: a real server in this process, asked by requests that are written out. */
describe('the Bot API over HTTP', { timeout: 30_000 }, () => {
  let world: World
  let ahead = 0
  const logged: string[] = []
  const note = (fields: object, message: string): void => void logged.push(`${message} ${JSON.stringify(fields)}`)

  beforeAll(async () => {
    world = await createWorld({
      clock: { ...systemClock, now: () => systemClock.now() + ahead, monotonic: () => performance.now() + ahead },
      log: { debug: note, info: note, warn: note, error: note },
    })
  }, 60_000)
  afterAll(() => world?.close())
  beforeEach(() => {
    ahead = 0
  })

  const send = async (path: string, init: RequestInit = {}, token = world.bot.token): Promise<Asked> => {
    const response = await fetch(`${world.apiRoot}/bot${token}/${path}`, init)
    return { status: response.status, ...JSON.parse(await response.text()) }
  }
  const post = (path: string, headers: Record<string, string>, body: Content): Promise<Asked> =>
    send(path, { method: 'POST', headers, body })
  /** A bot that has a queue of its own, without what Ann wrote to begin with. */
  const quietBot = async (): Promise<WorldBot> => {
    const bot = await world.newBot()
    const isThere = async (): Promise<boolean> => (await told(bot, {})).length > 0
    await until(isThere, () => 'the first message does not come')
    await world.asks('deleteWebhook', { drop_pending_updates: true }, bot.token)
    return bot
  }
  const told = async ({ token }: WorldBot, params: object): Promise<readonly Told[]> => {
    const { result, description } = await world.asks('getUpdates', params, token)
    if (!Array.isArray(result)) throw new Error(description)
    return result
  }
  const textsTold = async (bot: WorldBot, params: object): Promise<unknown[]> =>
    (await told(bot, params)).map(({ message }) => message?.text)
  const tell = async (bot: WorldBot, ...texts: string[]): Promise<void> => {
    for (const text of texts) await world.ann.sendMessage(`@${bot.username}`, text)
    await until(
      async () => (await textsTold(bot, {})).at(-1) === texts.at(-1),
      () => `${texts.at(-1)} does not come`,
    )
  }

  describe('parameters', () => {
    test('come in the query, in a form, as JSON and in parts, by GET and by POST', async () => {
      const { chat } = world
      const query = new URLSearchParams({ chat_id: `${chat}`, text: 'grüße & %' })
      const parts = new FormData()
      parts.set('chat_id', `${chat}`)
      parts.set('text', 'grüße & %')
      const answers = [
        await send(`sendMessage?${query}`),
        await send(`sendMessage?${query}`, { method: 'POST' }),
        await post('sendMessage', form, query.toString()),
        await post(
          'sendMessage',
          { 'content-type': 'application/json; charset=utf-8' },
          JSON.stringify({ chat_id: chat, text: 'grüße & %' }),
        ),
        await post(`sendMessage?chat_id=${chat}`, json, '{"text":"grüße & %"}'),
        await post('sendMessage', {}, parts),
      ]
      for (const answer of answers) expect(answer).toMatchObject({ status: 200, result: { text: 'grüße & %' } })
    })

    test('are objects, or their text', async () => {
      const keyboard = { inline_keyboard: [[{ text: 'Yes', callback_data: 'yes' }]] }
      for (const reply_markup of [keyboard, JSON.stringify(keyboard)]) {
        const sent = await post(
          'sendMessage',
          json,
          JSON.stringify({ chat_id: `${world.chat}`, text: 'x', reply_markup }),
        )
        expect(sent.result).toMatchObject({ reply_markup: keyboard })
      }
    })

    test('go to methods in whatever letters, also on the test path', async () => {
      for (const path of ['getMe', 'getme', 'GETME', 'GetMe', 'test/getMe', 'getMe/']) {
        expect(await send(path)).toMatchObject({ status: 200, result: { username: world.bot.username } })
      }
      expect(await send('getMe', { method: 'PUT' })).toMatchObject({ status: 405, ok: false })
      expect(await send('getYou')).toMatchObject({ status: 404, description: 'Not Found: method not found' })
    })

    test('name files by their field, by attach://, by an id and by an address', async () => {
      const { chat, ask } = world
      const own = new FormData()
      own.set('chat_id', `${chat}`)
      own.set('document', bytes('own.bin'))
      const sent = await post('sendDocument', {}, own)
      expect(sent.result).toMatchObject({ document: { file_name: 'own.bin', file_size: 3_000 } })
      const other = new FormData()
      other.set('chat_id', `${chat}`)
      other.set('document', 'attach://somewhere')
      other.set('somewhere', bytes('other.bin'))
      expect((await post('sendDocument', {}, other)).result).toMatchObject({ document: { file_name: 'other.bin' } })
      const { document } = await ask<{ document: { file_id: string } }>('sendDocument', {
        chat_id: chat,
        document: bytes('a.bin'),
      })
      expect(await ask('sendDocument', { chat_id: chat, document: document.file_id })).toMatchObject({
        document: { file_name: 'a.bin' },
      })
      // The server of this test is not told to fetch anything.
      const fetched = await world.asks('sendDocument', { chat_id: chat, document: 'http://127.0.0.1:1/a.bin' })
      expect(fetched).toMatchObject({ status: 400, description: expect.stringMatching(/^Bad Request: /) })
    })
  })

  describe('a body', () => {
    test('that is none of what it says is refused', async () => {
      const multipart = { 'content-type': 'multipart/form-data; boundary=x' }
      const deep = `{"chat_id":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
      const cases: readonly [headers: Record<string, string>, body: Content, says: string][] = [
        [json, '{"chat_id":', "can't parse JSON object"],
        [json, '[]', 'object expected as request'],
        [json, deep, "can't parse JSON object"],
        [
          json,
          `{"chat_id":1,"text":"x","reply_markup":${JSON.stringify(`${'['.repeat(50_000)}`)}}`,
          "can't parse reply",
        ],
        [json, new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 'strings must be encoded in UTF-8'],
        [form, 'text=%ff%fe', 'strings must be encoded in UTF-8'],
        [form, new Uint8Array([0x61, 0x3d, 0xff]), 'strings must be encoded in UTF-8'],
        [multipart, 'no parts', "can't parse multipart body"],
        [{ 'content-type': 'multipart/form-data' }, 'x', "can't parse multipart body"],
        [form, Array.from({ length: 600 }, (_, at) => `a${at}=1`).join('&'), 'too many parameters'],
      ]
      for (const [headers, body, says] of cases) {
        const answer = await post('sendMessage', headers, body)
        expect(answer, says).toMatchObject({ status: 400, ok: false, error_code: 400 })
        expect(answer.description).toContain(`Bad Request: ${says}`)
      }
      expect(await send('sendMessage?text=%ff')).toMatchObject({ status: 400 })
    })

    test('over 50 MB is refused, whether or not it says its length', async () => {
      const head = '--x\r\nContent-Disposition: form-data; name="document"; filename="a.bin"\r\n\r\n'
      const part = new Uint8Array(1_048_576)
      const much = async function* (): AsyncGenerator<Uint8Array> {
        yield new TextEncoder().encode(head)
        for (let at = 0; at < 52; at++) yield part
      }
      const init = { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=x' }, duplex: 'half' }
      const untold = await send('sendDocument', { ...init, body: ReadableStream.from(much()) } as RequestInit)
      expect(untold).toMatchObject({ status: 413, description: 'Request Entity Too Large' })
      const answer = await raw(
        `POST /bot${world.bot.token}/sendDocument HTTP/1.1\r\nHost: x\r\nContent-Length: 60000000\r\n\r\nabc`,
      )
      expect(answer).toMatch(/^HTTP\/1.1 413 /)
      expect(await post('sendMessage', json, `{"text":"${'x'.repeat(5_000_000)}"}`)).toMatchObject({ status: 413 })
    })

    test('that breaks off leaves nothing behind, and the next request is served', async () => {
      const before = process.getActiveResourcesInfo().length
      for (let at = 0; at < 5; at++) {
        const { port } = new URL(world.apiRoot)
        const sent = request({
          host: '127.0.0.1',
          port,
          method: 'POST',
          path: `/bot${world.bot.token}/sendDocument`,
          headers: { 'content-type': 'multipart/form-data; boundary=x', 'content-length': 9_000_000 },
        })
        sent.on('error', () => {})
        sent.write('--x\r\nContent-Disposition: form-data; name="document"; filename="a.bin"\r\n\r\n')
        sent.write(new Uint8Array(600_000))
        await new Promise((resolve) => setTimeout(resolve, 20))
        sent.destroy()
      }
      expect(await send('getMe')).toMatchObject({ ok: true })
      await until(
        () => process.getActiveResourcesInfo().length <= before + 2,
        () => process.getActiveResourcesInfo().join(),
      )
    })

    test('is not looked for where the address is none', async () => {
      const secret = world.bot.token
      for (const target of [
        '//',
        '/',
        '/bot',
        `/bot${secret}`,
        '/bot%/getMe',
        'http://x/bot1:A/getMe',
        `/bot${secret}/../getMe`,
        `/file/bot${secret}/`,
        '*',
      ]) {
        expect(await raw(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`), target).toMatch(
          /^HTTP\/1.1 (404|400|401) /,
        )
      }
    })
  })

  /** A request that no library would write. */
  const raw = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(Number(new URL(world.apiRoot).port), '127.0.0.1', () => socket.write(text))
      let answer = ''
      socket.setEncoding('latin1')
      socket.on('data', (part: string) => {
        answer += part
        if (answer.includes('\r\n\r\n')) socket.destroy()
      })
      socket.on('close', () => resolve(answer))
      socket.on('error', reject)
    })

  describe('getUpdates', () => {
    test('gives the last ones for a negative offset, and forgets those before', async () => {
      const bot = await quietBot()
      await tell(bot, 'one', 'two', 'three')
      expect(await textsTold(bot, { offset: -2 })).toEqual(['two', 'three'])
      expect(await textsTold(bot, {})).toEqual(['two', 'three'])
      expect(await textsTold(bot, { limit: 1 })).toEqual(['two'])
    })

    test('is asked by one at a time, also when two come at once, and by none while there is a webhook', async () => {
      const bot = await quietBot()
      const both = await Promise.all([1, 2].map(() => world.asks('getUpdates', { timeout: 1 }, bot.token)))
      expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
      expect(both.find(({ ok }) => !ok)?.description).toBe(
        'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
      )
      const waiting = world.asks('getUpdates', { timeout: 20 }, bot.token)
      await new Promise((resolve) => setTimeout(resolve, 100))
      await world.asks('setWebhook', { url: 'http://127.0.0.1:1/' }, bot.token)
      expect(await waiting).toMatchObject({ status: 409, description: 'Conflict: terminated by setWebhook request' })
      expect(await world.asks('getUpdates', {}, bot.token)).toMatchObject({
        status: 409,
        description:
          "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      })
    })

    test('is told of what it asks for by name, from then on', async () => {
      const bot = await quietBot()
      await told(bot, { allowed_updates: ['callback_query'] })
      await world.ann.sendMessage(`@${bot.username}`, 'not heard')
      await new Promise((resolve) => setTimeout(resolve, 200))
      expect(await told(bot, { allowed_updates: [] })).toEqual([])
      await tell(bot, 'heard')
      expect((await world.asks('getWebhookInfo', {}, bot.token)).result).not.toHaveProperty('allowed_updates')
    })
  })

  describe('a webhook', () => {
    interface Received {
      readonly text: string | undefined
      readonly secret: unknown
    }
    const hook = async (
      answer: (
        text: string | undefined,
        at: number,
      ) =>
        | { status?: number; type?: string; body?: string }
        | Promise<{ status?: number; type?: string; body?: string }>,
    ) => {
      const received: Received[] = []
      const underWay = { now: 0, most: 0 }
      const server = createHttpServer(async (incoming: IncomingMessage, response) => {
        underWay.most = Math.max(underWay.most, ++underWay.now)
        const parts: Buffer[] = []
        for await (const part of incoming) parts.push(part)
        const { message }: Told = JSON.parse(Buffer.concat(parts).toString())
        received.push({ text: message?.text, secret: incoming.headers['x-telegram-bot-api-secret-token'] })
        const { status = 200, type = 'application/json', body = '' } = await answer(message?.text, received.length)
        underWay.now--
        response.writeHead(status, { 'content-type': type })
        response.end(body)
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const { port } = server.address() as AddressInfo
      const close = (): void => {
        server.close()
        server.closeAllConnections()
      }
      return { received, underWay, url: `http://127.0.0.1:${port}/hook`, close }
    }

    test('is tried again until it takes an update, and says what its last error was', async () => {
      const bot = await quietBot()
      const { url, received, close } = await hook((_, at) => ({ status: at === 1 ? 500 : 200 }))
      try {
        await world.asks('setWebhook', { url, secret_token: 'a-b_C' }, bot.token)
        await world.ann.sendMessage(`@${bot.username}`, 'again')
        await until(
          () => received.length === 2,
          () => JSON.stringify(received),
        )
        expect(received).toEqual([
          { text: 'again', secret: 'a-b_C' },
          { text: 'again', secret: 'a-b_C' },
        ])
        const { result } = await world.asks('getWebhookInfo', {}, bot.token)
        expect(result).toMatchObject({
          url,
          max_connections: 40,
          last_error_message: 'Wrong response from the webhook: 500 Internal Server Error',
        })
      } finally {
        close()
        await world.asks('deleteWebhook', {}, bot.token)
      }
    })

    test('answers with calls of methods: as JSON, as a form, in parts', async () => {
      const bot = await quietBot()
      const { chat } = world
      const says = (text: string): string =>
        ['method', 'sendDocument', 'chat_id', chat, 'caption', text]
          .reduce<string>(
            (all, word, at) =>
              at % 2 === 0
                ? `${all}--x\r\nContent-Disposition: form-data; name="${word}"\r\n\r\n`
                : `${all}${word}\r\n`,
            '',
          )
          .concat('--x\r\nContent-Disposition: form-data; name="document"; filename="a.bin"\r\n\r\nabc\r\n--x--\r\n')
      const answers: Readonly<Record<string, { type?: string; body: string }>> = {
        json: { body: JSON.stringify({ method: 'sendMessage', chat_id: chat, text: 'by json' }) },
        form: { type: 'application/x-www-form-urlencoded', body: `method=sendMessage&chat_id=${chat}&text=by+form` },
        parts: { type: 'multipart/form-data; boundary=x', body: says('by parts') },
        nothing: { type: 'text/html', body: '<p>ok</p>' },
        wrong: { body: '{"method":' },
      }
      const { url, received, close } = await hook((text) => answers[text ?? ''] ?? {})
      const heard: string[] = []
      const forget = world.ann.on('message', ({ text, out }) => {
        if (!out) heard.push(text)
      })
      try {
        await world.asks('setWebhook', { url }, bot.token)
        for (const text of Object.keys(answers)) await world.ann.sendMessage(`@${bot.username}`, text)
        await until(
          () => ['by json', 'by form', 'by parts'].every((text) => heard.includes(text)) && received.length === 5,
          () => `${heard.join()} of ${JSON.stringify(received)}`,
        )
        expect(received).toHaveLength(5)
      } finally {
        forget()
        close()
        await world.asks('deleteWebhook', {}, bot.token)
      }
    })

    test('gets no more at once than it wants, those of one chat in turn, and none of what it drops', async () => {
      const bot = await quietBot()
      await tell(bot, 'dropped')
      const { url, received, underWay, close } = await hook(async () => {
        await new Promise((resolve) => setTimeout(resolve, 50))
        return {}
      })
      try {
        await world.asks('setWebhook', { url, max_connections: 2, drop_pending_updates: true }, bot.token)
        const texts = Array.from({ length: 4 }, (_, at) => `${at}`)
        for (const text of texts) {
          await world.ann.sendMessage(`@${bot.username}`, text)
          await world.ben.sendMessage(`@${bot.username}`, `ben ${text}`)
        }
        await until(
          () => received.length >= 8,
          () => JSON.stringify(received),
        )
        const got = received.map(({ text }) => text ?? '')
        expect(got.filter((text) => /^\d$/.test(text))).toEqual(texts)
        expect(got.filter((text) => /^ben \d$/.test(text))).toEqual(texts.map((text) => `ben ${text}`))
        expect(got).not.toContain('dropped')
        expect(underWay.most).toBe(2)
      } finally {
        close()
        await world.asks('deleteWebhook', {}, bot.token)
      }
    })
  })

  test('a file is sent whole, in ranges, and as its length', async () => {
    const { chat, ask, bot } = world
    const sent = await ask<{ document: { file_id: string } }>('sendDocument', {
      chat_id: chat,
      document: bytes('a.bin', undefined, 700_000),
    })
    const { file_path } = await ask<{ file_path: string }>('getFile', { file_id: sent.document.file_id })
    const all = new Uint8Array(await bytes('a.bin', undefined, 700_000).arrayBuffer())
    const get = async (range?: string, method = 'GET', by = bot.token) => {
      const response = await fetch(`${world.apiRoot}/file/bot${by}/${file_path}`, {
        method,
        headers: range === undefined ? {} : { range },
      })
      const { headers } = response
      return {
        status: response.status,
        content: new Uint8Array(await response.arrayBuffer()),
        length: Number(headers.get('content-length')),
        range: headers.get('content-range'),
      }
    }
    expect(await get()).toEqual({ status: 200, content: all, length: 700_000, range: null })
    const ranges: readonly [string, number, number][] = [
      ['bytes=0-0', 0, 1],
      ['bytes=524280-524300', 524_280, 524_301],
      ['bytes=699990-', 699_990, 700_000],
      ['bytes=-10', 699_990, 700_000],
      ['bytes=5-9999999', 5, 700_000],
    ]
    for (const [range, from, to] of ranges) {
      expect(await get(range), range).toEqual({
        status: 206,
        content: all.slice(from, to),
        length: to - from,
        range: `bytes ${from}-${to - 1}/700000`,
      })
    }
    expect(await get('bytes=700000-')).toMatchObject({ status: 416, range: 'bytes */700000' })
    expect((await get('bytes=9-5')).status).toBe(200)
    expect(await get(undefined, 'HEAD')).toEqual({
      status: 200,
      content: new Uint8Array(),
      length: 700_000,
      range: null,
    })
    expect((await get(undefined, 'GET', `${bot.token}x`)).status).toBe(401)
    expect((await fetch(`${world.apiRoot}/file/bot${bot.token}/documents/nothing`)).status).toBe(404)
  })

  describe('a bot that leaves', () => {
    test('by logOut is kept out for ten minutes, with nothing in its queue afterwards', async () => {
      const bot = await quietBot()
      await tell(bot, 'not for long')
      expect(await world.asks('logOut', {}, bot.token)).toMatchObject({ status: 200, result: true })
      for (const method of ['getMe', 'getUpdates', 'logOut']) {
        expect(await world.asks(method, {}, bot.token)).toEqual({
          status: 400,
          ok: false,
          error_code: 400,
          description: 'Logged out',
        })
      }
      expect(await world.asks('getMe', {}, `${bot.token}x`)).toMatchObject({ status: 401 })
      ahead = 599_000
      expect(await world.asks('getMe', {}, bot.token)).toMatchObject({ status: 400 })
      ahead = 602_000
      expect(await world.asks('getMe', {}, bot.token)).toMatchObject({ result: { username: bot.username } })
      await tell(bot, 'back again')
    })

    test('by close goes after ten minutes, and comes back with its queue', async () => {
      const bot = await quietBot()
      expect(await world.asks('close', {}, bot.token)).toMatchObject({
        status: 429,
        description: expect.stringMatching(/^Too Many Requests: retry after (600|599)$/),
        parameters: { retry_after: expect.any(Number) },
      })
      await tell(bot, 'kept')
      ahead = 601_000
      expect(await world.asks('close', {}, bot.token)).toMatchObject({ status: 200, result: true })
      expect(await textsTold(bot, {})).toEqual(['kept'])
      expect(await world.asks('close', {}, bot.token)).toMatchObject({ status: 429 })
    })
  })

  test('knows no tokens but those that are in force, and no log has any', async () => {
    const bot = await world.newBot()
    const secret = (token: string): string => token.split(':')[1] ?? ''
    const foreign = `${bot.id}:${secret(world.bot.token)}`
    for (const token of [`${bot.token}x`, foreign, bot.token.replace(/.$/, '!'), '1:A', 'x', '%00', `${bot.id}:`]) {
      expect(await send('getMe', {}, token), token).toMatchObject({
        ok: false,
        status: expect.toSatisfy((status) => status === 401 || status === 404),
      })
    }
    expect(await world.asks('getMe', {}, bot.token)).toMatchObject({ ok: true })
    const own = await world.newBot()
    await world.asks('getMe', {}, own.token)
    for (const text of ['/revoke', `@${world.bot.username}`]) await world.botFather(text)
    const before = world.bot.token
    await until(
      async () => (await send('getMe', {}, before)).status === 401,
      () => 'the token goes on being taken',
    )
    const all = logged.join('\n')
    expect(all.length).toBeGreaterThan(0)
    for (const { token } of [bot, own, world.bot])
      expect(all.includes(secret(token)), 'a token is in the log').toBe(false)
  })
})
