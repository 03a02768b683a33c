import type { Clock } from '@chappe/transport/client'

/** Knows whether what was delivered to the app has been dealt with. */
export interface Handling {
  /** Something is delivered; what is returned says that it is dealt with. */
  begin(): () => void
  /**
   * Something is to be delivered later; what is returned does so. What begins with that has begun now: whoever waits for
   * the one waits for the other as well.
   */
  postpone(): (deliver: () => void) => void
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
  /** Nobody waits for it any more. */
  isOver: boolean
}

export function createHandling(clock: Clock, patienceMs: number): Handling {
  const newBatch = (): Batch => ({ open: 0, onEmpty: undefined, isOver: false })
  let current = newBatch()
  /** What was postponed is being delivered, and belongs to this one. */
  let postponed: Batch | undefined
  let waiting = 0
  const earlier = new Map<Batch, Promise<void>>()

  function beginIn(batch: Batch): () => void {
    batch.open++
    let ended = false
    return () => {
      if (ended) return
      ended = true
      if (--batch.open === 0) batch.onEmpty?.()
    }
  }

  return {
    begin: () => beginIn(postponed ?? current),
    postpone() {
      const batch = postponed ?? current
      const end = beginIn(batch)
      return (deliver) => {
        const outer = postponed
        postponed = batch.isOver ? undefined : batch
        try {
          deliver()
        } finally {
          postponed = outer
          end()
        }
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
            batch.isOver = true
            earlier.delete(batch)
            resolve()
          }
          batch.onEmpty = end
          const cancel = clock.after(patienceMs, end)
        })
        earlier.set(batch, done)
        current = newBatch()
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
