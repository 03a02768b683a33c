import { SendFailure } from '../ports/code-sender.ts'

/** Runs so many tasks at a time; others wait, and when too many do, the next fails at once. */
export function atATime(limit: number, maxWaiting: number): <T>(task: () => Promise<T>) => Promise<T> {
  let running = 0
  const waiting: (() => void)[] = []
  return async (task) => {
    if (running >= limit) {
      if (waiting.length >= maxWaiting) throw new SendFailure('too many codes are being sent already')
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else running++
    try {
      return await task()
    } finally {
      const next = waiting.shift()
      if (next === undefined) running--
      else next()
    }
  }
}
