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

/** Has the services do what no request asks for, each task in its own rhythm and never twice at once. The answer ends it. */
export function startMaintenance(
  tasks: readonly UpkeepTask[],
  { clock, log, isDue = () => true }: MaintenanceOptions,
): () => void {
  let stopped = false
  const cancel = new Map<UpkeepTask, () => void>()

  const schedule = (task: UpkeepTask): void => {
    const after = clock.after(task.everySeconds * 1000, () => {
      const running = isDue() ? task.run(unixSeconds(clock)) : Promise.resolve()
      running
        .catch((error: unknown) => logFailure(log, 'error', 'maintenance failed', error))
        .finally(() => {
          if (!stopped) schedule(task)
        })
    })
    cancel.set(task, after)
  }

  for (const task of tasks) schedule(task)
  return () => {
    stopped = true
    for (const stop of cancel.values()) stop()
  }
}
