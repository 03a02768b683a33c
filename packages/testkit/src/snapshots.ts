import type { MovableClock } from './clock/lab-clock.ts'
import { LabError } from './errors.ts'
import type { LabSnapshot } from './lab.ts'
import type { People, PeopleCopy } from './people/people.ts'
import type { FolderCopy } from './server/folder.ts'
import type { LabServer } from './server/lab-server.ts'

export interface Snapshots {
  take(): Promise<LabSnapshot>
  restore(snapshot: LabSnapshot): Promise<void>
  /** Removes all that were taken. */
  close(): void
}

interface Taken {
  readonly now: number
  readonly folder: FolderCopy
  readonly people: PeopleCopy
}

export function createSnapshots({
  server,
  people,
  clock,
}: {
  readonly server: LabServer
  readonly people: People
  readonly clock: MovableClock
}): Snapshots {
  const taken = new Map<LabSnapshot, Taken>()
  return {
    async take() {
      await clock.settle()
      const now = clock.now()
      const snapshot: LabSnapshot = { takenAt: new Date(now) }
      taken.set(snapshot, { now, folder: server.copy(), people: people.copy() })
      return snapshot
    },
    async restore(snapshot) {
      const found = taken.get(snapshot)
      if (found === undefined) throw new LabError('OPTION_INVALID', 'that is no snapshot of this lab')
      await people.restore(found.people, async () => {
        // The next server is to find the time of its store.
        clock.setTo(found.now)
        await server.crash(found.folder)
      })
    },
    close() {
      for (const { folder } of taken.values()) folder.remove()
      taken.clear()
    },
  }
}
