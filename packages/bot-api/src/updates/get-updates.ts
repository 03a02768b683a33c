import { BotApiError } from '../bot-api-error.ts'
import type { QueuedUpdate, StoredBot } from '../storage/bot-storage.ts'

export interface GetUpdates {
  readonly offset: number
  readonly limit: number
  /** In seconds; 0 for an answer at once. */
  readonly timeout: number
}

/** Reading a bot's queue by asking ("getUpdates"): one request at a time, the newer ends the older. */
export interface LongPoll {
  read(request: GetUpdates, signal: AbortSignal): Promise<readonly QueuedUpdate[]>
  /** Something was appended. */
  wake(): void
  /** Ends whoever waits: a webhook was set, or the bot goes. */
  end(error: BotApiError): void
}

const maxLimit = 100
const maxTimeoutSeconds = 50

export interface LongPollPorts {
  readonly stored: StoredBot
  /** Resolves after so many ms, or when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
}

export function conflict(): BotApiError {
  return new BotApiError(
    409,
    'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
  )
}

export function createLongPoll({ stored, sleep }: LongPollPorts): LongPoll {
  let waiting: { readonly wake: () => void; readonly end: (error: BotApiError) => void } | undefined

  const rest = async (ms: number, signal: AbortSignal): Promise<void> => {
    const over = new AbortController()
    const onAbort = (): void => over.abort()
    signal.addEventListener('abort', onAbort)
    const woken = Promise.withResolvers<void>()
    const me = { wake: woken.resolve, end: woken.reject }
    // Another one may have come while both were looking.
    waiting?.end(conflict())
    waiting = me
    try {
      await Promise.race([sleep(ms, over.signal), woken.promise])
    } finally {
      over.abort()
      signal.removeEventListener('abort', onAbort)
      if (waiting === me) waiting = undefined
    }
  }

  return {
    async read({ offset, limit: asked, timeout }, signal) {
      waiting?.end(conflict())
      const limit = asked <= 0 || asked > maxLimit ? maxLimit : asked
      if (offset < 0) await stored.keepNewest(-offset)
      else if (offset > 0) await stored.confirm(offset)
      const from = Math.max(0, offset)
      const found = await stored.pending(from, limit)
      const seconds = Math.min(Math.max(0, timeout), maxTimeoutSeconds)
      if (found.length > 0 || seconds === 0 || signal.aborted) return found
      await rest(seconds * 1000, signal)
      return signal.aborted ? [] : stored.pending(from, limit)
    },
    wake: () => waiting?.wake(),
    end: (error) => waiting?.end(error),
  }
}
