import { StoreError } from '../../errors.ts'
import type { Reads } from '../../store.ts'

/** So many moments are held at once; who needs a further one waits until one of them is over. */
const maxMoments = 4
/**
 * A moment is held for so many commits and no longer: until it is over the log of the commits cannot be written over, and
 * grows with each of them.
 */
export const maxCommitsOfSnapshot = 1000

/** A connection that can hold on to one moment at a time. */
export interface SnapshotConnection {
  readonly read: Reads
  /** Holds on to what is committed now. */
  begin(): void
  end(): void
  close(): void
}

/**
 * Answers that must come from one moment. Those that begin while nothing has been committed since share a moment, and so a
 * connection: mostly there is one, since such an answer takes a turn of the event loop and commits come between turns.
 */
export interface Snapshots {
  run<T>(unit: (read: Reads) => Promise<T>): Promise<T>
  /** To be called after each commit. */
  committed(): void
  close(): void
}

interface Moment {
  readonly connection: SnapshotConnection
  /** How many commits there were when it began. */
  commit: number
  users: number
}

export interface SnapshotOptions {
  /** Opens a connection; what it is given is to be called before each read, which fails with what that throws. */
  readonly open: (check: () => void) => SnapshotConnection
  /** Set while something is committed that is not durable yet, so that nobody may see it. */
  readonly flushing: () => Promise<void> | undefined
}

export function createSnapshots({ open, flushing }: SnapshotOptions): Snapshots {
  let commits = 0
  let closed = false
  const idle: Moment[] = []
  const held = new Set<Moment>()
  let waiting: (() => void)[] = []

  const openMoment = (): Moment => {
    const check = (): void => {
      if (held.has(moment)) return
      if (closed) throw new StoreError('CLOSED', 'the store was closed')
      const reason = `a snapshot is read from while its unit runs, and for ${maxCommitsOfSnapshot} commits at most`
      throw new StoreError('EXPIRED', reason)
    }
    const moment: Moment = { connection: open(check), commit: 0, users: 0 }
    return moment
  }

  /** The moment of now, with one user more. */
  const hold = async (): Promise<Moment> => {
    for (;;) {
      const durable = flushing()
      const moment = durable === undefined ? holdNow() : undefined
      if (moment !== undefined) {
        moment.users++
        return moment
      }
      await (durable ?? new Promise<void>((resolve) => waiting.push(resolve)))
    }
  }

  /** Undefined while there are too many others. */
  const holdNow = (): Moment | undefined => {
    if (closed) throw new StoreError('CLOSED', 'the store was closed')
    for (const moment of held) if (moment.commit === commits) return moment
    if (held.size >= maxMoments) return undefined
    const moment = idle.pop() ?? openMoment()
    moment.connection.begin()
    moment.commit = commits
    held.add(moment)
    return moment
  }

  const wake = (): void => {
    const woken = waiting
    waiting = []
    for (const resolve of woken) resolve()
  }

  /** Whoever still reads from it is told. */
  const drop = (moment: Moment): void => {
    held.delete(moment)
    moment.connection.close()
    wake()
  }

  const release = (moment: Moment): void => {
    moment.users--
    if (moment.users > 0 || !held.delete(moment)) return
    moment.connection.end()
    idle.push(moment)
    wake()
  }

  return {
    async run(unit) {
      const moment = await hold()
      try {
        return await unit(moment.connection.read)
      } finally {
        release(moment)
      }
    },
    committed() {
      commits++
      for (const moment of held) if (commits - moment.commit > maxCommitsOfSnapshot) drop(moment)
    },
    close() {
      closed = true
      for (const moment of held) drop(moment)
      for (const { connection } of idle.splice(0)) connection.close()
      wake()
    },
  }
}
