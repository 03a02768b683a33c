import { Worker } from 'node:worker_threads'
import type { Log } from '../../ports/log.ts'
import type { PictureOutcome, PictureTask, RenderedPicture } from './order.ts'
import { longestSeconds } from './picture-bounds.ts'

/** How long a thread that has nothing to do is kept, in ms. */
const idleMs = 60_000
/** A thread that has not answered by then is ended, in ms: each of its steps ends by itself before. */
const patienceMs: number = 4 * longestSeconds * 1_000

interface Thread {
  readonly worker: Worker
  /** Told what became of the task that it has. */
  answer: ((outcome: PictureOutcome) => void) | undefined
  timer: NodeJS.Timeout | undefined
}

/** Threads that make pictures. They begin when there is something to do, and end when there is nothing for a while. */
export interface PictureThreads {
  /** Undefined for a picture of which nothing can be made. As many at once as are asked for. */
  render(task: PictureTask): Promise<RenderedPicture | undefined>
  close(): Promise<void>
}

export function createPictureThreads(log: Log): PictureThreads {
  const threads = new Set<Thread>()
  const idle: Thread[] = []
  let isToldUnavailable = false

  const end = (thread: Thread): void => {
    threads.delete(thread)
    const at = idle.indexOf(thread)
    if (at !== -1) idle.splice(at, 1)
    clearTimeout(thread.timer)
    void thread.worker.terminate()
    thread.answer?.({ failed: 'the thread has ended' })
    thread.answer = undefined
  }

  const start = (): Thread => {
    const worker = new Worker(new URL(import.meta.resolve('#picture-worker')), {
      resourceLimits: { maxOldGenerationSizeMb: 64 },
    })
    worker.unref()
    const thread: Thread = { worker, answer: undefined, timer: undefined }
    worker.on('message', (outcome: PictureOutcome) => thread.answer?.(outcome))
    worker.on('error', (error) => {
      log.error({ reason: error.message }, 'a thread for pictures has failed')
      end(thread)
    })
    worker.on('exit', () => end(thread))
    threads.add(thread)
    return thread
  }

  const after = (thread: Thread, ms: number): void => {
    clearTimeout(thread.timer)
    thread.timer = setTimeout(() => end(thread), ms)
    thread.timer.unref()
  }

  const ask = async (task: PictureTask): Promise<PictureOutcome> => {
    const thread = idle.pop() ?? start()
    after(thread, patienceMs)
    const outcome = await new Promise<PictureOutcome>((resolve) => {
      thread.answer = resolve
      thread.worker.postMessage(task)
    })
    thread.answer = undefined
    if (threads.has(thread)) {
      idle.push(thread)
      after(thread, idleMs)
    }
    return outcome
  }

  return {
    async render(task) {
      const outcome = await ask(task)
      if ('rendered' in outcome) return outcome.rendered
      if ('unavailable' in outcome && !isToldUnavailable) {
        isToldUnavailable = true
        log.error({ reason: outcome.unavailable }, 'sharp cannot be loaded: no photo can be taken in')
      }
      return undefined
    },
    async close() {
      for (const thread of [...threads]) end(thread)
    },
  }
}
