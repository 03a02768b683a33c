import { ClientError } from '../errors.ts'
import type { ClientEvents, Emitter } from './events.ts'
import type { Handling } from './handling.ts'

export interface IterateOptions {
  readonly maxWaiting: number
  readonly closed: AbortSignal
  readonly handling: Handling
}

/**
 * Events as an async iterable. What is not taken waits, up to a bound; beyond it the iteration ends with an error, since
 * leaving out updates in silence would be worse. An event is dealt with when the next one is asked for.
 */
export function iterate<N extends keyof ClientEvents>(
  emitter: Emitter,
  name: N,
  { maxWaiting, closed, handling }: IterateOptions,
): AsyncIterableIterator<ClientEvents[N]> {
  const waiting: { readonly value: ClientEvents[N]; readonly taken: () => void; readonly done: () => void }[] = []
  let finishLast: (() => void) | undefined
  let wake: (() => void) | undefined
  let overflowed = false
  let ended = closed.aborted
  const stop = emitter.on(name, (value) => {
    if (waiting.length >= maxWaiting) {
      overflowed = true
      end()
    } else {
      waiting.push({ value, taken: handling.wait(), done: handling.begin() })
    }
    wake?.()
  })
  const end = (): void => {
    ended = true
    stop()
    wake?.()
  }
  closed.addEventListener('abort', end, { once: true })

  return {
    [Symbol.asyncIterator]() {
      return this
    },
    async next() {
      finishLast?.()
      finishLast = undefined
      while (waiting.length === 0 && !ended) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      const next = waiting.shift()
      if (next !== undefined) {
        next.taken()
        finishLast = next.done
        return { done: false, value: next.value }
      }
      if (overflowed) throw new ClientError('UPDATES_OVERFLOW', `more than ${maxWaiting} events waited to be taken`)
      return { done: true, value: undefined }
    },
    async return() {
      closed.removeEventListener('abort', end)
      end()
      finishLast?.()
      for (const { taken, done } of waiting.splice(0)) {
        taken()
        done()
      }
      return { done: true, value: undefined }
    },
  }
}
