import type { Clock } from '@chappe/transport/client'
import { ClientError } from '../errors.ts'
import { createPartWindow, type PartWindow } from './part-window.ts'

/** How far a transfer is, in bytes. */
export interface Progress {
  /** What is there, this time or from an earlier attempt. */
  readonly done: number
  /** Undefined while nobody knows, as with a stream. */
  readonly total: number | undefined
}

export interface TransferOptions {
  /** Called after each part. */
  readonly onProgress?: ((progress: Progress) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/** What can be done with a transfer that is under way. */
export interface TransferControl {
  readonly progress: Progress
  readonly paused: boolean
  /** Begins no further part; what is under way ends. */
  pause(): void
  resume(): void
  /** Whoever waits for it gets ABORTED. */
  abort(): void
}

/** The inner side of a transfer: its parts take turns, and it is paused, aborted and told of. */
export interface Transfer extends TransferControl {
  readonly signal: AbortSignal
  /** Resolves when another part may begin, with what is to be called when it is over. */
  begin(): Promise<(answered: boolean) => void>
  /** Rejects as soon as the transfer has been aborted. */
  check(): void
  advance(done: number, total: number | undefined): void
  /** It is over, however: nothing of it stays with the signals that it was given. */
  end(): void
  /** It failed, so that nothing of it goes on. */
  fail(error: unknown): void
  readonly window: PartWindow
}

/** @param closed aborted when the client is closed */
export function createTransfer(clock: Pick<Clock, 'now'>, closed: AbortSignal, options: TransferOptions): Transfer {
  const controller = new AbortController()
  const window = createPartWindow()
  let progress: Progress = { done: 0, total: undefined }
  let paused = false
  let underWay = 0
  const waiting: (() => void)[] = []
  const outer = options.signal === undefined ? [closed] : [options.signal, closed]

  function stop(reason: unknown): void {
    if (controller.signal.aborted) return
    controller.abort(reason)
    next()
  }

  const onOuterAbort = (): void =>
    stop(
      closed.aborted
        ? new ClientError('CLOSED', 'the client was closed')
        : new ClientError('ABORTED', 'the transfer was aborted', { cause: options.signal?.reason }),
    )
  for (const signal of outer) {
    if (signal.aborted) onOuterAbort()
    else signal.addEventListener('abort', onOuterAbort, { once: true })
  }

  const mayBegin = (): boolean => controller.signal.aborted || (!paused && underWay < window.size)

  function next(): void {
    // Each looks for itself whether there is room.
    for (const wake of waiting.splice(0)) wake()
  }

  const check = (): void => controller.signal.throwIfAborted()

  return {
    window,
    signal: controller.signal,
    check,
    get progress() {
      return progress
    },
    get paused() {
      return paused
    },
    pause() {
      paused = true
    },
    resume() {
      paused = false
      next()
    },
    abort: () => stop(new ClientError('ABORTED', 'the transfer was aborted')),
    fail: stop,
    async begin() {
      while (!mayBegin()) await new Promise<void>((resolve) => waiting.push(resolve))
      check()
      underWay++
      const beganAt = clock.now()
      return (answered) => {
        underWay--
        if (answered) window.answered(clock.now() - beganAt, beganAt)
        next()
      }
    },
    advance(done, total) {
      progress = { done, total }
      options.onProgress?.(progress)
    },
    end() {
      for (const signal of outer) signal.removeEventListener('abort', onOuterAbort)
    },
  }
}
