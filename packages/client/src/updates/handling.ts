import type { Clock } from '@chappe/transport/client'

/** Knows whether what was delivered to the app has been dealt with. */
export interface Handling {
  /** Something is delivered; what is returned says that it is dealt with. */
  begin(): () => void
  /** Something waits to be taken by the app; what is returned says that it has been. */
  wait(): () => void
  /** Resolves when all that has begun by now is dealt with. What takes longer than the patience is not waited for. */
  settled(): Promise<void>
  /** Nothing is being dealt with, apart from what took too long. */
  readonly idle: boolean
  /** Nothing waits to be taken. */
  readonly taken: boolean
}

/** What began between two questions. */
interface Batch {
  open: number
  onEmpty: (() => void) | undefined
}

export function createHandling(clock: Clock, patienceMs: number): Handling {
  let current: Batch = { open: 0, onEmpty: undefined }
  let waiting = 0
  const earlier = new Map<Batch, Promise<void>>()

  return {
    begin() {
      const batch = current
      batch.open++
      let ended = false
      return () => {
        if (ended) return
        ended = true
        if (--batch.open === 0) batch.onEmpty?.()
      }
    },
    wait() {
      waiting++
      let taken = false
      return () => {
        if (!taken) waiting--
        taken = true
      }
    },
    async settled() {
      const batch = current
      if (batch.open > 0) {
        const done = new Promise<void>((resolve) => {
          const end = (): void => {
            cancel()
            earlier.delete(batch)
            resolve()
          }
          batch.onEmpty = end
          const cancel = clock.after(patienceMs, end)
        })
        earlier.set(batch, done)
        current = { open: 0, onEmpty: undefined }
      }
      await Promise.all(earlier.values())
    },
    get idle() {
      return current.open === 0 && earlier.size === 0
    },
    get taken() {
      return waiting === 0
    },
  }
}
