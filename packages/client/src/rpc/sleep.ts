import type { Clock } from '@chappe/transport/client'
import { ClientError } from '../errors.ts'

/** Waits; rejects with ABORTED when one of the signals says so first. Leaves nothing behind at them. */
export function sleep(clock: Clock, ms: number, ...signals: readonly AbortSignal[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const aborted = (): AbortSignal | undefined => signals.find((signal) => signal.aborted)
    const fail = (): void => {
      reject(new ClientError('ABORTED', 'given up before asking again', { cause: aborted()?.reason }))
    }
    if (aborted() !== undefined) return fail()
    const release = (): void => {
      for (const signal of signals) signal.removeEventListener('abort', onAbort)
    }
    const onAbort = (): void => {
      cancel()
      release()
      fail()
    }
    const cancel = clock.after(ms, () => {
      release()
      resolve()
    })
    for (const signal of signals) signal.addEventListener('abort', onAbort, { once: true })
  })
}
