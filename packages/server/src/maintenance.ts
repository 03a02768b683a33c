import { type Clock, unixSeconds } from './ports/clock.ts'
import type { Log } from './ports/log.ts'
import type { UpkeepTask } from './rpc/handlers.ts'
import { logFailure } from './rpc/log-failure.ts'

export interface MaintenanceOptions {
  readonly clock: Clock
  readonly log: Log
  /** Whether this process is to do it now. Default: always. */
  readonly isDue?: () => boolean
}

/**
 * Has the services do what no request asks for, each task in its own rhythm and never twice at once. The answer ends it, and
 * resolves when what had begun is done.
 */
export function startMaintenance(
  tasks: readonly UpkeepTask[],
  { clock, log, isDue = () => true }: MaintenanceOptions,
): () => Promise<void> {
  let stopped = false
  const cancel = new Map<UpkeepTask, () => void>()
  const running = new Set<Promise<void>>()

  const run = async (task: UpkeepTask): Promise<void> => {
    try {
      if (isDue()) await task.run(unixSeconds(clock))
    } catch (error) {
      logFailure(log, 'error', 'maintenance failed', error)
    }
  }

  const schedule = (task: UpkeepTask): void => {
    const after = clock.after(task.everySeconds * 1000, () => {
      const begun = run(task).then(() => {
        running.delete(begun)
        if (!stopped) schedule(task)
      })
      running.add(begun)
    })
    cancel.set(task, after)
  }

  for (const task of tasks) schedule(task)
  return async () => {
    stopped = true
    for (const stop of cancel.values()) stop()
    await Promise.all(running)
  }
}
