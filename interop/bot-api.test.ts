import { createServer as createHttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Client, createClient } from '@chappe/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeBot } from './support/make-bot.ts'
import { ServerProcess } from './support/server-process.ts'
import { until } from './support/until.ts'

const ANN = { phone: '9996610089', code: '11111', name: 'Ann' }

interface Answer {
  readonly ok: boolean
  readonly result?: unknown
  readonly error_code?: number
  readonly description?: string
}

interface Told {
  readonly update_id: number
  readonly message: { readonly text: string }
}

/** The server as a process with the Bot API in it, asked over plain HTTP. */
describe('the Bot API of a server', { timeout: 120_000 }, () => {
  let server: ServerProcess
  let ann: Client
  let token: string
  const client = (): Client =>
    createClient({
      ...{ apiId: 1, apiHash: 'ann', log: false, serverPublicKey: server.publicKey },
      dcs: { id: 2, host: '127.0.0.1', port: server.port },
    })

  beforeAll(async () => {
    server = await ServerProcess.start({ args: ['--bot-api-port', '0'] })
    token = (await makeBot(server, 'queue_bot', 'Queue')).token
    ann = client()
    await ann.start(ANN)
  }, 60_000)

  afterAll(async () => {
    await ann?.close()
    await server?.dispose()
  })

  const ask = async (method: string, params: object = {}, by = token): Promise<Answer> => {
    const answer = await fetch(`http://127.0.0.1:${server.botApiPort}/bot${by}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(params),
    })
    return (await answer.json()) as Answer
  }
  const updates = async (params: object): Promise<readonly Told[]> => {
    const { ok, result, description } = await ask('getUpdates', params)
    if (!ok || !Array.isArray(result)) throw new Error(description)
    return result
  }
  const restart = async (): Promise<void> => {
    await server.kill()
    await server.start()
  }

  test('gives what was not confirmed again after a SIGKILL, in order and under the same numbers, and what came meanwhile', async () => {
    expect(await ask('getMe')).toMatchObject({ ok: true, result: { username: 'queue_bot' } })
    const texts = Array.from({ length: 20 }, (_, at) => `message ${at}`)
    for (const text of texts.slice(0, 12)) await ann.sendMessage('@queue_bot', text)
    let before: readonly Told[] = []
    await until(
      async () => {
        before = await updates({})
        return before.length === 12
      },
      () => JSON.stringify(before),
    )
    const confirmed = before[4]?.update_id ?? 0
    await updates({ offset: confirmed + 1 })
    await restart()
    // Nobody has asked the Bot API for anything since it began: these wait in the bot's box.
    for (const text of texts.slice(12)) await ann.sendMessage('@queue_bot', text)
    let after: readonly Told[] = []
    await until(
      async () => {
        after = await updates({ timeout: 1 })
        return after.length === 15
      },
      () => JSON.stringify(after),
    )
    expect(after.map(({ message }) => message.text)).toEqual(texts.slice(5))
    expect(after.slice(0, 7)).toEqual(before.slice(5))
    expect(after.map(({ update_id: id }) => id - confirmed)).toEqual(after.map((_, at) => at + 1))
    await updates({ offset: -1 })
    expect(await updates({ offset: (after.at(-1)?.update_id ?? 0) + 1 })).toEqual([])
  })

  test('goes on with a webhook after a SIGKILL though nobody asks for anything', async () => {
    const received: string[] = []
    const secrets = new Set<unknown>()
    const receiver = createHttpServer((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString()
      })
      request.on('end', () => {
        secrets.add(request.headers['x-telegram-bot-api-secret-token'])
        const { message }: Told = JSON.parse(body)
        received.push(message.text)
        response.end()
      })
    })
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
    const { port } = receiver.address() as AddressInfo
    try {
      const webhook = { url: `http://127.0.0.1:${port}/hook`, secret_token: 'only-us' }
      expect(await ask('setWebhook', webhook)).toMatchObject({ ok: true, result: true })
      expect(await ask('getUpdates')).toMatchObject({ ok: false, error_code: 409 })
      await ann.sendMessage('@queue_bot', 'to the hook')
      await until(
        () => received.includes('to the hook'),
        () => received.join(),
      )
      await restart()
      await ann.sendMessage('@queue_bot', 'after the restart')
      await until(
        () => received.includes('after the restart'),
        () => received.join(),
      )
      expect([...secrets]).toEqual(['only-us'])
      expect(await ask('deleteWebhook')).toMatchObject({ ok: true })
    } finally {
      receiver.close()
      receiver.closeAllConnections()
    }
  })

  test('answers what was sent as those see it who answer it, whatever the server makes of the text', async () => {
    await ann.sendMessage('@queue_bot', 'tell me')
    const texts = [
      'plain',
      'two\nlines',
      ' within  spaces ',
      'a\tb\r\n',
      'see example.com, @queue_bot and #tags',
      '👩‍💻 *🙂*',
      '\u00a0x\u2028',
    ]
    const ways = [{}, { parse_mode: 'HTML' }, { disable_notification: true }, { protect_content: true }]
    for (const text of texts) {
      for (const way of ways) {
        const { ok, result: sent } = await ask('sendMessage', { chat_id: Number(ann.userId), text, ...way })
        expect(ok).toBe(true)
        const { message_id } = sent as { message_id: number }
        const reply = { chat_id: Number(ann.userId), text: 'this', reply_parameters: { message_id } }
        const { result } = await ask('sendMessage', reply)
        expect(result).toEqual(expect.objectContaining({ reply_to_message: sent }))
      }
    }
  })

  test('knows no tokens but those that were given, and writes none into its log', async () => {
    const wrong = `${token.slice(0, -3)}abc`
    for (const by of [wrong, '1:AAA', `999${token}`, 'nothing']) {
      expect(await ask('getMe', {}, by)).toMatchObject({ ok: false })
    }
    expect(await ask('getMe', {}, wrong)).toMatchObject({ error_code: 401, description: 'Unauthorized' })
    expect(await ask('noSuchMethod')).toMatchObject({ error_code: 404 })
    expect(await ask('sendMessage', { chat_id: 77, text: 'x' })).toMatchObject({
      error_code: 400,
      description: 'Bad Request: chat not found',
    })
    expect(await ask('getMe')).toMatchObject({ ok: true })
    expect(server.log).not.toContain(token.split(':')[1])
  })

  test('tells a bot that waits for updates to come again when the server is stopped, not that it is refused', async () => {
    await ask('getUpdates', { offset: -1 })
    const waiting = ask('getUpdates', { offset: 2 ** 31 - 1, timeout: 30 })
    await new Promise((next) => setTimeout(next, 500))
    const [answer] = await Promise.all([waiting, server.stop()])
    expect(answer).toMatchObject({ error_code: 500, description: 'Internal Server Error: restart' })
  })
})
