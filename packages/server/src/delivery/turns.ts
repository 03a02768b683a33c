/** How work that may wait is spread over turns of the event loop. */
export interface TurnsOptions {
  /** Calls back once all else that is ready has had its turn. */
  readonly defer: (callback: () => void) => void
  /** In ms. */
  readonly now: () => number
  /** After so many ms nothing more begins in a turn: everybody else waits for as long. */
  readonly turnMs: number
  /** So many are under way at once; with a store that is elsewhere they wait for it together. */
  readonly atOnce: number
}

export interface Turns {
  /** Has it run in a turn to come, in the order in which it was offered. It deals with its failures itself. */
  offer(job: () => Promise<void>): void
  /** How many have not begun. */
  readonly waiting: number
  /** Resolves when nothing is left to do. */
  idle(): Promise<void>
  /** Drops what has not begun, and what is offered from now on. */
  stop(): void
}

export function createTurns({ defer, now, turnMs, atOnce }: TurnsOptions): Turns {
  const waiting: (() => Promise<void>)[] = []
  let idle: (() => void)[] = []
  let running = 0
  let isScheduled = false
  let begun = 0
  let isStopped = false

  const schedule = (): void => {
    if (isScheduled) return
    isScheduled = true
    defer(() => {
      isScheduled = false
      begun = now()
      next()
    })
  }

  const next = (): void => {
    while (running < atOnce && !isScheduled) {
      const job = waiting[0]
      if (job === undefined) break
      if (now() - begun >= turnMs) return schedule()
      waiting.shift()
      running++
      job().then(ended, ended)
    }
    if (running > 0 || waiting.length > 0) return
    for (const resolve of idle) resolve()
    idle = []
  }

  const ended = (): void => {
    running--
    next()
  }

  return {
    offer(job) {
      if (isStopped) return
      waiting.push(job)
      if (running < atOnce) schedule()
    },
    get waiting() {
      return waiting.length
    },
    stop() {
      isStopped = true
      waiting.length = 0
      next()
    },
    async idle() {
      if (running > 0 || waiting.length > 0) await new Promise<void>((resolve) => idle.push(resolve))
    },
  }
}
