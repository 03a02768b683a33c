import type { UnixTime } from '../ids.ts'
import type { Log } from '../ports/log.ts'
import type { Upkeep } from '../rpc/handlers.ts'
import { inSteps } from '../store/in-steps.ts'
import type { Store } from '../store/store.ts'
import type { ObjectStore } from './objects.ts'

/** So long content stays that nothing needs: a backup that has begun still finds it, and whoever sends it again has it there. */
export const unusedSeconds = 86_400
/** So old must be what was never written to its end. */
const unfinishedMs = 86_400_000

const rowsOfUnit = 100

export interface CollectPorts {
  readonly store: Store
  readonly objects: ObjectStore
  readonly log: Log
}

/**
 * Removes what nothing needs. An object goes in three steps, each of which may be the last for a while: its name is given up
 * in the store, so that nothing can claim it any more; the object is removed; its name is forgotten.
 */
export function createCollector(ports: CollectPorts): Upkeep {
  return { everySeconds: 60, run: (_, plausible) => collect(ports, plausible) }
}

export async function collect({ store, objects, log }: CollectPorts, now: UnixTime): Promise<void> {
  await inSteps(store, rowsOfUnit, ({ blobs }, limit) => blobs.noteUnused(now, limit))
  await inSteps(store, rowsOfUnit, ({ blobs }, limit) => blobs.removeUnused(now - unusedSeconds, now, limit))
  await inSteps(store, rowsOfUnit, ({ fileObjects }, limit) => fileObjects.giveUp(now, limit))
  for (;;) {
    const dead = await store.read.fileObjects.dead(rowsOfUnit)
    const gone: string[] = []
    for (const name of dead) {
      try {
        await objects.remove(name)
        gone.push(name)
      } catch (error) {
        log.warn({ error: error instanceof Error ? error.message : String(error) }, 'a file could not be removed')
      }
    }
    if (gone.length > 0) await store.transaction(({ fileObjects }) => fileObjects.forget(gone))
    // What could not be removed is tried again next time.
    if (gone.length < rowsOfUnit) break
  }
  await objects.removeUnfinished(now * 1000 - unfinishedMs)
}
