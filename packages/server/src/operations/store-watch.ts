import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { StoreError } from '../store/errors.ts'
import type { Readiness } from './status-server.ts'

/** So long after a failure the store is tried again, and no more often is the log told of failures. */
const intervalMs = 60_000

/**
 * Tells whoever runs the server that nothing can be stored (a full disk), once a minute however many requests fail by it,
 * and that it is over. Those requests, and upkeep, say no more of it.
 */
export interface StoreWatch {
  /** A commit was not possible. */
  failed(error: StoreError): void
  /** Whether changes can be stored; tries it if the last that was heard is that they cannot. */
  readiness(): Promise<Readiness>
  close(): void
}

export interface StoreWatchOptions {
  /** Stores something; when that fails, `failed` hears of it. */
  readonly tryIt: () => Promise<void>
  readonly clock: Clock
  readonly log: Log
}

export function watchStore({ tryIt, clock, log }: StoreWatchOptions): StoreWatch {
  /** The last failure, until a trial succeeds. */
  let failure: StoreError | undefined
  /** Since the log was told. */
  let failedCommits = 0
  let toldAt: number | undefined
  let isTold = false
  let cancelTrial: (() => void) | undefined
  let closed = false

  const tell = (reason: string): void => {
    if (toldAt !== undefined && clock.monotonic() < toldAt + intervalMs) return
    log.error({ failedCommits }, reason)
    toldAt = clock.monotonic()
    isTold = true
    failedCommits = 0
  }

  const tryAgain = async (): Promise<void> => {
    try {
      await tryIt()
    } catch {
      // Of which `failed` has heard.
      return
    }
    failure = undefined
    cancelTrial?.()
    cancelTrial = undefined
    if (isTold) log.info({ failedCommits }, 'changes are stored again')
    isTold = false
    failedCommits = 0
  }

  const scheduleTrial = (): void => {
    cancelTrial = clock.after(intervalMs, () => {
      cancelTrial = undefined
      void tryAgain()
    })
  }

  return {
    failed(error) {
      failure = error
      failedCommits++
      tell(error.message)
      if (cancelTrial === undefined && !closed) scheduleTrial()
    },
    async readiness() {
      if (failure !== undefined) await tryAgain()
      return failure === undefined ? { ready: true } : { ready: false, reason: failure.message }
    },
    close() {
      closed = true
      cancelTrial?.()
    },
  }
}
