import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import { onDamagedValue } from '../tl/stored.ts'

/** No more often than this the log is told, however often somebody asks for what is damaged. */
const intervalMs = 60_000

export interface DamageWatchOptions {
  readonly log: Log
  readonly clock: Pick<Clock, 'monotonic'>
  /** Told of each, with its type. Default: nobody. */
  readonly count?: ((type: string) => void) | undefined
}

/** Tells whoever runs the server of stored values that cannot be read. The answer ends it. */
export function watchDamage({ log, clock, count }: DamageWatchOptions): () => void {
  let toldAt: number | undefined
  let untold = 0
  return onDamagedValue(({ type, place }) => {
    count?.(type)
    const now = clock.monotonic()
    if (toldAt !== undefined && now < toldAt + intervalMs) {
      untold++
      return
    }
    log.error({ type, place, untold }, 'a stored value is damaged and left out: run doctor, and look at the disk')
    toldAt = now
    untold = 0
  })
}
