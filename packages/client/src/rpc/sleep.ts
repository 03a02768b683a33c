import type { Clock } from '@chappe/transport/client'
import { ClientError } from '../errors.ts'

/** Waits; rejects with ABORTED when the signal says so first. */
export function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      cancel()
      reject(new ClientError('ABORTED', 'given up while waiting to ask again', { cause: signal.reason }))
    }
    if (signal.aborted) {
      reject(new ClientError('ABORTED', 'given up before asking again', { cause: signal.reason }))
      return
    }
    const cancel = clock.after(ms, () => {
      signal.removeEventListener('abort', onAbort)
      resolve()
    })
    signal.addEventListener('abort', onAbort, { once: true })
  })
}
