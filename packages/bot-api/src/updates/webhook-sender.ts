import type { Between } from '../between.ts'
import type { Body, ReceiveFile } from '../http/read-body.ts'
import type { QueuedUpdate, StoredBot, Webhook } from '../storage/bot-storage.ts'
import { connectToWebhook, type WebhookAnswer, whyNotTaken, wrongResponse } from './webhook-connections.ts'

/** How long an update waits after each time that it was not taken, and then again and again. */
const waitsSeconds = [1, 2, 4, 8, 16, 32]
const maxWaitSeconds = 60
/** Whoever asks for it is left in peace for so long, and no longer. */
const maxRetryAfterSeconds = 3_600
/**
 * Those that are taken within so many ms are removed together: one alone costs as much as sending it. What a process that is killed
 * meanwhile had sent is sent again, as is what was under way.
 */
const removalPauseMs = 5
/** So many are read at once, and so many wait in memory at most. */
const looksAhead = 100
const maxWaiting = 1_000

interface Attempt {
  readonly update: QueuedUpdate
  /** How often it was not taken. */
  readonly failures: number
}

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
  /** What has waited for longer is not sent. */
  readonly keptSeconds: number
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
  const { webhook, stored, now, sleep, mayLeadInside, receive } = options
  const closing = new AbortController()
  const connections = connectToWebhook(webhook, { mayLeadInside, receive })
  /** What was read and is not being sent, by chats, oldest first. */
  const waiting = new Map<number, Attempt[]>()
  let waitingCount = 0
  /** Chats whose turn it is not, since something of them is being sent or rests, and those of which something may be sent, in turn. */
  const busy = new Set<number>()
  const ready = new Set<number>()
  /** So many are being sent. What rests takes no connection. */
  let sending = 0
  /** The queue is read from here on, as far as something may be there. */
  let readUpTo = 0
  let mayBeMore = true
  let looking = false
  /** Were taken by the receiver, and still stand in the queue. */
  let taken: number[] = []
  let lastError: WebhookError | undefined

  /** Begins with all that may be sent now. */
  const begin = (): void => {
    for (const chat of ready) {
      if (sending >= webhook.maxConnections) return
      const next = waiting.get(chat)?.shift()
      ready.delete(chat)
      if (next === undefined) continue
      waitingCount--
      sending++
      busy.add(chat)
      void deliver(next)
    }
  }

  const add = (update: QueuedUpdate): void => {
    const { chat } = update
    waitingCount++
    const others = waiting.get(chat)
    if (others === undefined) waiting.set(chat, [{ update, failures: 0 }])
    else others.push({ update, failures: 0 })
    if (!busy.has(chat)) ready.add(chat)
  }

  const look = async (): Promise<void> => {
    if (looking) return
    looking = true
    try {
      // Whoever has much to be told is not to keep the others waiting.
      while (mayBeMore && !closing.signal.aborted && sending < webhook.maxConnections && waitingCount < maxWaiting) {
        mayBeMore = false
        const more = await stored.pending(readUpTo + 1, looksAhead)
        if (more.length === looksAhead) mayBeMore = true
        readUpTo = more.at(-1)?.id ?? readUpTo
        for (const update of more) add(update)
        begin()
      }
    } catch (error) {
      mayBeMore = true
      options.onFault(error, 'webhook')
    } finally {
      looking = false
    }
  }

  const remove = (id: number): void => {
    if (taken.push(id) === 1) void sleep(removalPauseMs, closing.signal).then(removeTaken)
  }

  const removeTaken = async (): Promise<void> => {
    const ids = taken
    taken = []
    if (ids.length === 0) return
    await stored.remove(ids).catch((error: unknown) => options.onFault(error, 'webhook'))
  }

  const deliver = async ({ update, failures }: Attempt): Promise<void> => {
    const { id, chat, date } = update
    const answer = await post(update)
    sending--
    if ((answer !== undefined && isTaken(answer)) || date < now() - options.keptSeconds) {
      remove(id)
    } else {
      begin()
      void look()
      const seconds = answer?.retryAfter || (waitsSeconds[failures] ?? maxWaitSeconds)
      await sleep(Math.min(seconds, maxRetryAfterSeconds) * 1_000, closing.signal)
      waitingCount++
      waiting.get(chat)?.unshift({ update, failures: failures + 1 })
    }
    if (closing.signal.aborted) return
    busy.delete(chat)
    if (waiting.get(chat)?.length) ready.add(chat)
    else waiting.delete(chat)
    begin()
    void look()
  }

  const isTaken = ({ status }: WebhookAnswer): boolean => status >= 200 && status < 300

  /** Undefined where there was no answer. */
  const post = async ({ id, kind, json }: QueuedUpdate): Promise<WebhookAnswer | undefined> => {
    const { botId, between } = options
    const body = `{"update_id":${id},${JSON.stringify(kind)}:${json}}`
    const send = () => connections.post(body)
    try {
      const answer = await (between === undefined ? send() : between.webhook({ botId, url: webhook.url, body }, send))
      if (!isTaken(answer)) lastError = { date: now(), message: wrongResponse(answer.status) }
      else if (answer.body !== undefined) options.onCall(answer.body)
      return answer
    } catch (error) {
      lastError = { date: now(), message: whyNotTaken(error) }
      return undefined
    }
  }

  void look()
  return {
    get lastError() {
      return lastError
    },
    wake() {
      mayBeMore = true
      void look()
    },
    close() {
      closing.abort()
      connections.close()
      void removeTaken()
    },
  }
}
