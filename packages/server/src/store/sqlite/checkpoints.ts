import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

/** The log is looked at after so many commits, */
const commitsBetween = 64
/** and begun anew when it has so many pages. */
const pagesToRestart = 1000

/**
 * Writes the log of a store back into the store. SQLite would do it within a commit, which then takes ten times as long,
 * in the thread that serves everybody; so a thread of its own does it, once there is something to do.
 *
 * SQLite begins a log anew only when all of it has been written back, and while there are commits there is always
 * something new. So it is written back twice: most of it beside the commits, and what was added meanwhile, which is
 * little, while commits wait.
 */
export interface Checkpoints {
  /** While this is set, commits have to wait. */
  readonly hold: Promise<void> | undefined
  /** To be called after each commit. */
  committed(): void
  close(): Promise<void>
}

interface Outcome {
  /** Pages in the log, and how many of them are in the store now. */
  readonly pages: number
  readonly writtenBack: number
}

const nothingDone: Outcome = { pages: 0, writtenBack: 0 }

/** @param onLost called when there is no such thread any more, so that somebody else has to do it */
export function createCheckpoints(path: string, onLost: () => void): Checkpoints {
  let worker: Worker | undefined
  let answer: ((outcome: Outcome) => void) | undefined
  let running: Promise<void> | undefined
  let hold: Promise<void> | undefined
  let commits = 0
  let lost = false
  let closed = false

  const start = (): Worker => {
    const script = new URL(import.meta.resolve('#checkpoint-worker'))
    const started = new Worker(script, {
      workerData: path,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 32 },
    })
    started.unref()
    started.on('message', (outcome: Outcome) => answer?.(outcome))
    started.on('error', () => {
      lost = true
      worker = undefined
      answer?.(nothingDone)
      onLost()
    })
    return started
  }

  const writeBack = async (): Promise<Outcome> => {
    if (lost) return nothingDone
    worker ??= start()
    worker.postMessage('checkpoint')
    const outcome = await new Promise<Outcome>((resolve) => {
      answer = resolve
    })
    answer = undefined
    return outcome
  }

  const run = async (): Promise<void> => {
    const { pages } = await writeBack()
    if (pages < pagesToRestart || closed) return
    hold = writeBack().then(() => {})
    await hold
    hold = undefined
  }

  return {
    get hold() {
      return hold
    },
    committed() {
      if (++commits < commitsBetween || running !== undefined || lost || closed) return
      commits = 0
      running = run().finally(() => {
        running = undefined
      })
    },
    async close() {
      closed = true
      await running
      if (worker === undefined) return
      const exit = once(worker, 'exit')
      worker.postMessage('close')
      // It may be lost in this very moment, which is all the same now.
      await exit.catch(() => {})
    },
  }
}
