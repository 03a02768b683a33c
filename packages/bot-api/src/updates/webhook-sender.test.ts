import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Body } from '../http/read-body.ts'
import type { StoredBot } from '../storage/bot-storage.ts'
import { openSqliteStorage } from '../storage/sqlite-storage.ts'
import { createWebhookSender, type WebhookSender } from './webhook-sender.ts'

interface Answer {
  readonly status?: number
  readonly retryAfter?: number
  readonly body?: string
}

const opened: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

/** A receiver that answers as it is told, and what it was sent. */
async function receiver(answer: (text: string, times: number) => Answer | Promise<Answer>) {
  const received: string[] = []
  const server = createServer(async (request, response) => {
    let json = ''
    for await (const part of request) json += part
    const text: string = JSON.parse(json).message.text
    received.push(text)
    const times = received.filter((other) => other === text).length
    const { status = 200, retryAfter, body } = await answer(text, times)
    if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter)
    response.writeHead(status, { 'content-type': 'application/json' }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  opened.push({ close: () => server.close() })
  return { received, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` }
}

interface Sending {
  readonly stored: StoredBot
  readonly sender: WebhookSender
  /** The pauses between attempts, in seconds. */
  readonly waits: number[]
  readonly calls: Body[]
  tell(...texts: readonly [chat: number, text: string][]): Promise<void>
}

const startedAt = 1_000_000

async function sendTo(url: string, given: { readonly maxConnections?: number } = {}): Promise<Sending> {
  const storage = openSqliteStorage(':memory:', (length) => new Uint8Array(length))
  opened.push(storage)
  const stored = await storage.open(1)
  const waits: number[] = []
  const calls: Body[] = []
  let now = startedAt
  const sender = createWebhookSender({
    ...{ botId: 1, stored, mayLeadInside: true, keptSeconds: 100 },
    webhook: {
      ...{ url, maxConnections: 8, secretToken: undefined, ipAddress: undefined, certificate: undefined },
      ...given,
    },
    now: () => now,
    async sleep(ms) {
      // What is shorter than a second is no pause between attempts.
      if (ms >= 1_000) {
        waits.push(ms / 1_000)
        now += ms / 1_000
      }
      await new Promise(setImmediate)
    },
    onCall: (body) => calls.push(body),
    receive: () => Promise.reject(new Error('no files')),
    onFault: (error) => {
      throw error
    },
  })
  opened.push(sender)
  let told = 0
  const tell = async (...texts: readonly [chat: number, text: string][]): Promise<void> => {
    const updates = texts.map(([chat, text]) => ({
      chat,
      key: `${told++}`,
      kind: 'message',
      json: JSON.stringify({ text }),
    }))
    await stored.append(updates, startedAt)
    sender.wake()
  }
  return { stored, sender, waits, calls, tell }
}

const patience = { interval: 5, timeout: 15_000 }
const isEmpty = (stored: StoredBot): Promise<void> =>
  vi.waitFor(async () => expect(await stored.count()).toBe(0), patience)
const areReceived = (received: readonly string[], count: number): Promise<void> =>
  vi.waitFor(() => expect(received).toHaveLength(count), patience)

describe('what goes to a webhook', () => {
  it('is sent again after ever longer pauses, while other chats go on', async () => {
    const { received, url } = await receiver((text, times) => ({ status: text === 'bad' && times < 7 ? 500 : 200 }))
    const { stored, waits, sender, tell } = await sendTo(url)
    await tell([1, 'bad'], [1, 'after it'], [2, 'other'])
    await isEmpty(stored)
    expect(waits).toEqual([1, 2, 4, 8, 16, 32])
    expect(received.filter((text) => text !== 'bad').sort()).toEqual(['after it', 'other'])
    expect(received.indexOf('after it')).toBeGreaterThan(received.lastIndexOf('bad'))
    expect(sender.lastError?.message).toBe('Wrong response from the webhook: 500 Internal Server Error')
  })

  it('waits for as long as the receiver asks, an hour at most', async () => {
    const { url } = await receiver((text, times) => (times > 1 ? {} : { status: 429, retryAfter: Number(text) }))
    const { stored, waits, tell } = await sendTo(url)
    for (const text of ['7', '0']) {
      await tell([1, text])
      await isEmpty(stored)
    }
    expect(waits).toEqual([7, 1])
    await tell([1, '100000'])
    await isEmpty(stored)
    expect(waits.at(-1)).toBe(3_600)
  })

  it('is given up once it is older than what is kept', async () => {
    const { received, url } = await receiver((text) => ({ status: text === 'never' ? 503 : 200 }))
    const { stored, waits, tell } = await sendTo(url)
    await tell([1, 'never'], [1, 'next'])
    await isEmpty(stored)
    expect(waits.reduce((sum, wait) => sum + wait)).toBeGreaterThan(100)
    expect(received.at(-1)).toBe('next')
  })

  it('goes out over as many connections as it may, those that came first first', async () => {
    const answers: (() => void)[] = []
    const { received, url } = await receiver(async () => {
      await new Promise<void>((resolve) => answers.push(resolve))
      return {}
    })
    const { stored, tell } = await sendTo(url, { maxConnections: 2 })
    await tell([1, 'a1'], [1, 'a2'], [2, 'b1'], [3, 'c1'])
    for (const count of [2, 3, 4]) {
      await areReceived(received, count)
      answers[count - 2]?.()
    }
    await vi.waitFor(() => expect(answers).toHaveLength(4), patience)
    answers[3]?.()
    await isEmpty(stored)
    expect(received.slice(0, 2).sort()).toEqual(['a1', 'b1'])
    // A chat of which nothing was sent goes before the next of one that had its turn.
    expect(received[2]).toBe('c1')
    expect(received[3]).toBe('a2')
  })

  it('was taken also if it is closed right after', async () => {
    const { received, url } = await receiver(() => ({}))
    const { stored, sender, tell } = await sendTo(url)
    await tell([1, 'taken'])
    await areReceived(received, 1)
    await new Promise((resolve) => setTimeout(resolve, 20))
    sender.close()
    await isEmpty(stored)
  })

  it('may be answered with a call', async () => {
    const { url } = await receiver(() => ({ body: '{"method":"sendMessage","text":"hello"}' }))
    const { stored, calls, tell } = await sendTo(url)
    await tell([1, 'hi'])
    await isEmpty(stored)
    expect(calls.map(({ values }) => Object.fromEntries(values))).toEqual([{ method: 'sendMessage', text: 'hello' }])
  })
})
