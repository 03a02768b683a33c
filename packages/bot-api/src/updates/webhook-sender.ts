import type { Between } from '../between.ts'
import type { Body, ReceiveFile } from '../http/read-body.ts'
import type { QueuedUpdate, StoredBot, Webhook } from '../storage/bot-storage.ts'
import { postToWebhook } from './webhook-request.ts'

/** Waits after failures, in ms; the last one again and again. */
const waitsMs = [1_000, 2_000, 5_000, 10_000, 30_000, 60_000]
/** So many are read at once, and so many wait in memory at most. */
const looksAhead = 100
const maxWaiting = 1_000

export interface WebhookError {
  /** Unix time in seconds. */
  readonly date: number
  readonly message: string
}

export interface WebhookSender {
  readonly lastError: WebhookError | undefined
  /** Something was appended. */
  wake(): void
  close(): void
}

export interface WebhookSenderOptions {
  readonly botId: number
  readonly between?: Between | undefined
  readonly webhook: Webhook
  readonly stored: StoredBot
  readonly mayLeadInside: boolean
  readonly now: () => number
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  /** The receiver has answered with a call of a method ("Making requests when getting updates"). */
  readonly onCall: (body: Body) => void
  /** Takes the files that come with such an answer. */
  readonly receive: ReceiveFile
  readonly onFault: (error: unknown, what: string) => void
}

/**
 * Sends what waits to a webhook until the receiver has taken it: several at once, those of one chat one after the other. What is
 * not taken is sent again, ever more seldom.
 */
export function createWebhookSender(options: WebhookSenderOptions): WebhookSender {
  const { webhook, stored, now, sleep } = options
  const closing = new AbortController()
  /** Chats by the updates that are being sent. */
  const underWay = new Map<number, number>()
  const busyChats = new Set<number>()
  /** What was read and is not being sent, oldest first: it is not read again with each update that was taken. */
  let waiting: QueuedUpdate[] = []
  let readUpTo = 0
  let failures = 0
  let lastError: WebhookError | undefined
  let looking = false
  let again = false

  /** Begins with all that may be sent now. */
  const begin = (): void => {
    const others: QueuedUpdate[] = []
    for (const update of waiting) {
      if (underWay.size >= webhook.maxConnections || busyChats.has(update.chat)) others.push(update)
      else {
        busyChats.add(update.chat)
        underWay.set(update.id, update.chat)
        void deliver(update)
      }
    }
    waiting = others
  }

  const look = async (): Promise<void> => {
    again = true
    if (looking) return
    looking = true
    try {
      while (again && !closing.signal.aborted) {
        again = false
        begin()
        // Whoever has much to be told is not to keep the others waiting.
        while (underWay.size < webhook.maxConnections && waiting.length < maxWaiting) {
          const more = await stored.pending(readUpTo + 1, looksAhead)
          readUpTo = more.at(-1)?.id ?? readUpTo
          waiting.push(...more)
          begin()
          if (more.length < looksAhead) break
        }
      }
    } catch (error) {
      options.onFault(error, 'webhook')
    } finally {
      looking = false
    }
  }

  const deliver = async (update: QueuedUpdate): Promise<void> => {
    try {
      while (!closing.signal.aborted && !(await isTaken(update))) {
        await sleep(waitsMs[Math.min(failures++, waitsMs.length - 1)] ?? 60_000, closing.signal)
      }
      if (closing.signal.aborted) return
      failures = 0
      await stored.remove(update.id)
    } catch (error) {
      options.onFault(error, 'webhook')
    } finally {
      underWay.delete(update.id)
      busyChats.delete(update.chat)
      void look()
    }
  }

  const isTaken = async ({ id, kind, json }: QueuedUpdate): Promise<boolean> => {
    const { mayLeadInside, receive } = options
    try {
      const body = `{"update_id":${id},${JSON.stringify(kind)}:${json}}`
      const post = () => postToWebhook(webhook, body, { mayLeadInside, receive, signal: closing.signal })
      const { botId, between } = options
      const answer = await (between === undefined ? post() : between.webhook({ botId, url: webhook.url, body }, post))
      if (answer.status >= 200 && answer.status < 300) {
        if (answer.body !== undefined) options.onCall(answer.body)
        return true
      }
      lastError = { date: now(), message: `Wrong response from the webhook: ${answer.status} ${answer.reason}`.trim() }
    } catch (error) {
      lastError = { date: now(), message: error instanceof Error ? error.message : 'Connection failed' }
    }
    return false
  }

  void look()
  return {
    get lastError() {
      return lastError
    },
    wake: () => void look(),
    close: () => closing.abort(),
  }
}
