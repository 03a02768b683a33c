import type { Clock } from '@chappe/transport/client'
import { ClientError } from './errors.ts'
import { timedOut, type WaitOptions } from './state.ts'

/** Whoever waits for the connection to stand. */
export interface ConnectionWaiters {
  wait(options: WaitOptions): Promise<void>
  connected(): void
  failed(error: ClientError): void
}

/** @param whyNot why there is no connection, as far as that is known */
export function createConnectionWaiters(clock: Clock, whyNot: () => Error | undefined): ConnectionWaiters {
  const waiters = new Set<(error?: ClientError) => void>()
  const settle = (error?: ClientError): void => {
    for (const waiter of [...waiters]) waiter(error)
  }
  return {
    wait({ timeoutMs, signal }) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted)
          return reject(new ClientError('ABORTED', 'connecting was aborted', { cause: signal.reason }))
        const end = (error?: ClientError): void => {
          waiters.delete(end)
          cancel?.()
          signal?.removeEventListener('abort', onAbort)
          if (error === undefined) resolve()
          else reject(error)
        }
        const onAbort = (): void => end(new ClientError('ABORTED', 'connecting was aborted', { cause: signal?.reason }))
        const late = (): void => end(timedOut(`not connected in ${timeoutMs} ms`, whyNot()))
        const cancel = timeoutMs === undefined ? undefined : clock.after(timeoutMs, late)
        signal?.addEventListener('abort', onAbort, { once: true })
        waiters.add(end)
      })
    },
    connected: () => settle(),
    failed: settle,
  }
}
