import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Asked, ask } from './bot-api-methods/ask.ts'
import { bytes } from './bot-api-methods/files.ts'
import { type BotApiProcess, runBotApi, startBotApi } from './support/bot-api-process.ts'
import { type ChappeUser, signUpChappe } from './support/chappe-user.ts'
import { type MadeBot, makeBot } from './support/make-bot.ts'
import { ServerProcess } from './support/server-process.ts'
import { until } from './support/until.ts'

interface Told {
  readonly update_id: number
  readonly message?: { readonly text?: string }
}

/** `chappe-bot-api` beside a server: it knows it by its address and its key alone. */
describe('chappe-bot-api', { timeout: 90_000 }, () => {
  let server: ServerProcess
  let api: BotApiProcess
  let ann: ChappeUser
  let bot: MadeBot
  const asks = (method: string, params: object = {}, token = bot.token): Promise<Asked> =>
    ask({ apiRoot: api.apiRoot, token }, method, params)
  const result = async <Result>(method: string, params: object = {}): Promise<Result> => {
    const { ok, result, description } = await asks(method, params)
    if (!ok) throw new Error(`${method}: ${description}`)
    return result as Result
  }

  beforeAll(async () => {
    server = await ServerProcess.start()
    bot = await makeBot(server, 'alone_bot', 'Alone')
    ann = await signUpChappe(server, '9996610031', 'Ann')
    await ann.client.sendMessage('@alone_bot', '/start')
    api = await startBotApi(server, ['--local', '--filter', `${bot.id % 2}/2`])
  }, 90_000)

  afterAll(async () => {
    await ann?.client.close()
    await api?.dispose()
    await server?.dispose()
  })

  test('serves a bot, and loses and doubles nothing when it is killed in the middle', async () => {
    expect(await result('getMe')).toMatchObject({ username: 'alone_bot' })
    const texts = Array.from({ length: 60 }, (_, at) => `message ${at}`)
    const seen: string[] = []
    const ids = new Set<number>()
    let offset = 0
    const poll = async (): Promise<void> => {
      const updates = await result<Told[]>('getUpdates', { offset, timeout: 1 }).catch(() => [])
      for (const { update_id, message } of updates) {
        if (!ids.has(update_id) && message?.text !== '/start') seen.push(message?.text ?? '')
        ids.add(update_id)
        offset = update_id + 1
      }
    }
    const sent = (async () => {
      for (const text of texts) await ann.client.sendMessage('@alone_bot', text)
    })()
    await until(
      async () => {
        await poll()
        return seen.length >= 10
      },
      () => seen.join(),
    )
    await api.end('SIGKILL')
    await sent
    await api.start()
    await until(
      async () => {
        await poll()
        return seen.length >= texts.length
      },
      () => seen.join(),
      30_000,
    )
    expect(seen).toEqual(texts)
  })

  test('takes files by their paths and gives them by theirs, and fetches none twice', async () => {
    const content = new Uint8Array(await bytes('x', undefined, 1_300_000).arrayBuffer())
    const path = join(api.folder, 'räte 1.bin')
    writeFileSync(path, content)
    const file = pathToFileURL(path).href
    const chat_id = Number(ann.id)
    const sent = await result<{ document: { file_id: string } }>('sendDocument', { chat_id, document: file })
    expect(sent).toMatchObject({ document: { file_name: 'räte 1.bin', file_size: content.length } })
    const album = [1, 2].map(() => ({ type: 'document', media: file }))
    const parts = new FormData()
    parts.set('chat_id', `${chat_id}`)
    parts.set('media', JSON.stringify(album))
    const answer = await fetch(`${api.apiRoot}/bot${bot.token}/sendMediaGroup`, { method: 'POST', body: parts })
    expect(await answer.json()).toMatchObject({ ok: true, result: [{ document: { file_name: 'räte 1.bin' } }, {}] })
    // A text is a text.
    expect(await result('sendMessage', { chat_id, text: file })).toMatchObject({ text: file })

    const { file_id } = sent.document
    const found = await result<{ file_path: string; file_size: number }>('getFile', { file_id })
    expect(found).toMatchObject({ file_size: content.length, file_path: expect.stringMatching(/^\//) })
    expect(new Uint8Array(readFileSync(found.file_path))).toEqual(content)
    expect(found.file_path).not.toContain(bot.token.split(':')[1])
    const { ino } = statSync(found.file_path)
    const again = await Promise.all([1, 2, 3].map(() => result<{ file_path: string }>('getFile', { file_id })))
    expect(again.map(({ file_path }) => [file_path, statSync(file_path).ino])).toEqual(
      Array(3).fill([found.file_path, ino]),
    )

    for (const document of ['file:///no/such/file', 'file:///tmp', 'file://elsewhere/x', 'file:///%00']) {
      const refused = await asks('sendDocument', { chat_id, document })
      expect(refused, document).toMatchObject({
        status: 400,
        description: 'Bad Request: wrong file identifier/HTTP URL specified',
      })
    }
    await result('setWebhook', { url: 'http://127.0.0.1:1/x', max_connections: 5_000 })
    expect(await result('getWebhookInfo')).toMatchObject({ max_connections: 5_000 })
    await result('deleteWebhook')
  })

  test('takes no path and no webhook that leads inside without --local', async () => {
    const strict = await startBotApi(server)
    try {
      const path = join(strict.folder, 'secret.txt')
      writeFileSync(path, 'secret')
      const by = { apiRoot: strict.apiRoot, token: bot.token }
      const params = { chat_id: Number(ann.id), document: pathToFileURL(path).href }
      const refused = { status: 400, description: 'Bad Request: wrong file identifier/HTTP URL specified' }
      expect(await ask(by, 'sendDocument', params)).toMatchObject(refused)
      for (const url of [
        'http://127.0.0.1/x',
        'https://10.0.0.1/',
        'https://[::1]/',
        'https://[::ffff:127.0.0.1]/',
        'https://169.254.169.254/',
        'https://example.org:22/',
      ]) {
        expect(await ask(by, 'setWebhook', { url }), url).toMatchObject({
          status: 400,
          description: expect.stringMatching(/^Bad Request: bad webhook: /),
        })
      }
      const { file_id } = (
        await result<{ document: { file_id: string } }>('sendDocument', {
          chat_id: Number(ann.id),
          document: bytes('a.bin'),
        })
      ).document
      expect((await ask(by, 'getFile', { file_id })).result).toMatchObject({
        file_path: expect.stringMatching(/^documents\//),
      })
    } finally {
      await strict.dispose()
    }
  })

  test('serves only those whom its filter lets through, by tokens that are in force', async () => {
    const other = `${bot.id + 1}:${bot.token.split(':')[1]}`
    expect(await asks('getMe', {}, other)).toMatchObject({ status: 421, description: 'Misdirected Request' })
    expect(await asks('getMe', {}, `${bot.token}x`)).toMatchObject({ status: 401 })
    expect(api.said).not.toContain(bot.token.split(':')[1])
  })

  test('has its folder for itself, and ends when it is asked to', async () => {
    const key = join(api.folder, 'server.pem')
    const second = await runBotApi(['--public-key', key, '--dir', join(api.folder, 'data'), '--http-port', '0'])
    expect(second).toMatchObject({ code: 2, said: expect.stringContaining('another chappe-bot-api is running') })
    const waiting = asks('getUpdates', { timeout: 30 }).catch(() => undefined)
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(await api.end('SIGTERM')).toBe(0)
    await waiting
    expect(api.said).toMatch(/"stopping".*\n.*"stopped"/)
  })

  test.each([
    [['--help'], 0, 'Usage: chappe-bot-api'],
    [['--version'], 0, /^\d+\.\d+\.\d+/],
    [[], 2, '--public-key FILE is missing'],
    [['--public-key', 'x', '--filter', '3/2'], 2, '--filter must be'],
    [['--public-key', 'x', '--dc', 'nowhere'], 2, '--dc must be HOST:PORT'],
    [['--public-key', '/no/such/file'], 2, 'no such file'],
    [['--moon'], 2, "Unknown option '--moon'"],
  ] as const)('%j ends with %i', async (args, code, says) => {
    const ended = await runBotApi(args)
    expect(ended.code).toBe(code)
    expect(ended.said).toMatch(says)
  })
})
