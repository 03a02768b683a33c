import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
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
 * something new. So it is written back twice: most of it beside the commits; and what was added meanwhile, which is
 * little, right after a commit, when the next one has time in any case. That one waits until it is done.
 */
export interface Checkpoints {
  /** While this is set, commits have to wait. */
  readonly hold: Promise<void> | undefined
  /** To be called after each commit. */
  committed(): void
  /** Ends the thread. */
  close(): Promise<void>
  /** To be called last, when nobody in this process has the store open. */
  release(): void
}

/** Most of the log, or the rest of it. */
export type CheckpointOrder = 'most' | 'rest'

export interface CheckpointOutcome {
  /** How many pages the log has; 0 if it could not be written back. */
  readonly pages: number
}

/** What the thread begins with. */
export interface CheckpointWorkerData {
  readonly path: string
  /** The store's file, open. */
  readonly file: number
}

const nothingDone: CheckpointOutcome = { pages: 0 }

/** @param onLost called when there is no such thread any more, so that somebody else has to do it */
export function createCheckpoints(path: string, onLost: () => void): Checkpoints {
  // Where locks belong to processes (POSIX), closing any handle of a file gives up all of them: this one is closed last.
  const file = openSync(path, 'r+')
  let worker: Worker | undefined
  let answer: ((outcome: CheckpointOutcome) => void) | undefined
  let running: Promise<void> | undefined
  let hold: Promise<void> | undefined
  let commits = 0
  /** Most of the log is written back; the rest follows the next commit. */
  let restIsDue = false
  let lost = false
  let closed = false

  const start = (): Worker => {
    const data: CheckpointWorkerData = { path, file }
    const started = new Worker(new URL(import.meta.resolve('#checkpoint-worker')), {
      workerData: data,
      // Node still calls its SQLite experimental, which is nothing that whoever runs this can act on.
      execArgv: ['--disable-warning=ExperimentalWarning'],
      resourceLimits: { maxOldGenerationSizeMb: 32 },
    })
    started.unref()
    started.on('message', (outcome: CheckpointOutcome) => answer?.(outcome))
    started.on('error', lose)
    return started
  }

  const lose = (): void => {
    lost = true
    worker = undefined
    answer?.(nothingDone)
    onLost()
  }

  const writeBack = async (order: CheckpointOrder): Promise<CheckpointOutcome> => {
    try {
      worker ??= start()
      worker.postMessage(order)
    } catch {
      lose()
      return nothingDone
    }
    // Idle, it keeps no process alive; but nothing else may while somebody waits for it, as when a server stops.
    worker.ref()
    const outcome = await new Promise<CheckpointOutcome>((resolve) => {
      answer = resolve
    })
    answer = undefined
    worker?.unref()
    return outcome
  }

  const writeMost = async (): Promise<void> => {
    const { pages } = await writeBack('most')
    restIsDue = pages >= pagesToRestart
  }

  const writeRest = async (): Promise<void> => {
    restIsDue = false
    await writeBack('rest')
    hold = undefined
  }

  return {
    get hold() {
      return hold
    },
    committed() {
      commits++
      if (running !== undefined || lost || closed) return
      if (restIsDue) {
        hold = writeRest()
        running = hold
      } else if (commits >= commitsBetween) {
        commits = 0
        running = writeMost()
      }
      void running?.finally(() => {
        running = undefined
      })
    },
    async close() {
      closed = true
      await running
      if (worker === undefined) return
      const exit = once(worker, 'exit')
      worker.ref()
      worker.postMessage('close')
      // It may be lost in this very moment, which is all the same now.
      await exit.catch(() => {})
    },
    release: () => closeSync(file),
  }
}
