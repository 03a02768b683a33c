import type { Clock } from '../../../ports/clock.ts'
import { StoreError } from '../../errors.ts'
import type { Transaction } from '../../store.ts'
import type { TransactionControl } from './connection.ts'
import { describeEngineFailure } from './engine-failure.ts'

/**
 * The most units that share one commit: bounds what one failing unit can force to run again. With more, a server and those
 * who wait for it take turns in doing nothing; with fewer, commits cost more than what they make durable.
 */
const maxUnitsPerCommit = 128
/**
 * While many ask at once, commits begin no closer to each other, in ms. The pages that a commit writes, and the packets
 * that its answers are sent in, are far fewer than the units if these are many. While few ask, no commit waits.
 */
const crowdInterval = 12
/** So many units in one commit are a crowd. */
const crowd = 8
/** How often whoever waits looks whether it still has a reason to, in ms. */
const lookInterval = 1
/** In so much of that time nothing was done where all that ask wait for the commit themselves. */
const stillShare = 0.9

/**
 * Runs units one after the other on the one writing connection. Those that wait together share one BEGIN and COMMIT, so
 * that one flush to the disk makes many of them durable; each promise settles only after that COMMIT, also when its unit
 * threw, since what it threw may rest on a neighbour's writes.
 *
 * A unit that throws before its first write has changed nothing, and the group goes on without it. One that throws after
 * a write is undone by rolling the whole group back and running the others again; units are checked before they write,
 * so this is rare, and it spares every other unit a savepoint (whose copies of pages cost more than the unit itself).
 *
 * When the engine itself fails (a full disk), nothing of the group can be stored, and all of its units fail.
 */
export interface GroupCommit {
  run<T>(unit: (tx: Transaction) => Promise<T>): Promise<T>
  /** To be called before each statement that writes. */
  noteWrite(): void
  /** Units that have been accepted and have not begun. */
  readonly waiting: number
  close(): Promise<void>
}

/** The parts of `Transaction` that hold no state of one unit. */
export type Repositories = Omit<Transaction, 'onCommit'>

interface Unit {
  readonly origin: string | undefined
  /** Runs the unit, whose outcome is the one of the last time. */
  run(tx: Transaction): Promise<unknown>
  settle(): void
  fail(reason: unknown): void
}

/** Time, in ms from some moment on. */
export interface Pacing extends Pick<Clock, 'now' | 'after'> {
  /** For how long of it this process has had nothing to do, in ms. Default: never. */
  readonly idle?: (() => number) | undefined
}

export function pacingBy({ monotonic, after, idle }: Pick<Clock, 'monotonic' | 'after' | 'idle'>): Pacing {
  return { now: monotonic, after, idle }
}

/** What makes commits last, where the engine's own commit does not. */
export interface Durability {
  /** While this is set, no transaction may begin; rejects if none may ever again. */
  readonly hold: Promise<void> | undefined
  /** Makes everything durable that was committed. */
  flush(): Promise<void>
}

export interface GroupCommitOptions {
  readonly control: TransactionControl
  /** Default: what is committed is durable. */
  readonly durability?: Durability | undefined
  /** Asked for once, when the first unit runs. */
  readonly repositories: () => Repositories
  /** Runs a task soon, after the units that arrive in this turn of the event loop have been queued. */
  readonly schedule: (task: () => void) => void
  /** Told when an `onCommit` action throws; the others and the unit go on. With what `originOf` said of the unit. */
  readonly onActionError: (error: unknown, origin: string | undefined) => void
  /** Asked on whose behalf a unit comes, while whoever brings it is still to be seen. Default: nobody's. */
  readonly originOf?: (() => string | undefined) | undefined
  /** Keeps commits at a distance while many ask at once. Without it each begins as soon as it can. */
  readonly pacing?: Pacing | undefined
  /** Told of each commit: how many units it made durable, and how long all of it took. */
  readonly onCommitted?: ((units: number, seconds: number) => void) | undefined
  /** Told of each commit that was not possible, of which nothing is stored. */
  readonly onFailed?: ((error: StoreError) => void) | undefined
}

function unavailable(cause: unknown): StoreError {
  if (cause instanceof StoreError) return cause
  return new StoreError('UNAVAILABLE', `nothing can be stored: ${describeEngineFailure(cause)}`, { cause })
}

export function createGroupCommit(options: GroupCommitOptions): GroupCommit {
  const { control, durability, schedule, onActionError, pacing } = options
  const queue: Unit[] = []
  /** What all units are given: they run one after the other, so one object serves them all. */
  let transaction: Transaction | undefined
  /** What the unit that runs now asked for on commit. */
  let asked: (() => void)[] = []
  let wrote = false
  /** Whether any of the group did. */
  let changed = false
  let running = false
  /** Begins the group that waits for its time, if one does. */
  let beginHeld: (() => void) | undefined
  let lastBegun = 0
  let lastSize = 0
  /** Nobody else came the last time that one waited for others. */
  let wasStill = false
  let closed = false
  let idle: (() => void)[] = []

  /** One group each turn: whoever waits for one unit to ask for the next must not keep the event loop from all else. */
  const wake = (): void => {
    if (running) {
      if (areAll()) beginHeld?.()
      return
    }
    running = true
    const delay = closed ? 0 : delayOfNext()
    if (pacing === undefined || delay === 0) schedule(commit)
    else hold(pacing, delay)
  }

  const commit = (): void => {
    void commitNext().finally(() => {
      running = false
      if (queue.length > 0) wake()
      else for (const resolve of idle.splice(0)) resolve()
    })
  }

  /** Whether there is nobody to wait for: as many are there as a commit takes, or as there were when nobody else came. */
  const areAll = (): boolean => queue.length >= (wasStill ? Math.min(lastSize, maxUnitsPerCommit) : maxUnitsPerCommit)

  const delayOfNext = (): number => {
    if (pacing === undefined || lastSize < crowd || areAll()) return 0
    const left = lastBegun + crowdInterval - pacing.now()
    // More than that is left only if the clock was put back.
    return left > 0 && left <= crowdInterval ? left : 0
  }

  /** The time is worth waiting for while others are served, who may join; if they all wait for this, it is lost. */
  const hold = ({ now, after, idle }: Pacing, delay: number): void => {
    const end = now() + delay
    let lookedAt = now()
    let idleThen = idle?.()
    let cancel: () => void
    const rest = (ms: number): void => {
      cancel = after(idle === undefined ? ms : Math.min(ms, lookInterval), look)
    }
    const look = (): void => {
      const [at, idleNow] = [now(), idle?.()]
      const isStill =
        idleNow !== undefined && idleThen !== undefined && idleNow - idleThen >= (at - lookedAt) * stillShare
      if (isStill || at >= end) {
        wasStill = isStill
        return beginHeld?.()
      }
      lookedAt = at
      idleThen = idleNow
      rest(end - at)
    }
    beginHeld = () => {
      beginHeld = undefined
      cancel()
      schedule(commit)
    }
    rest(delay)
  }

  const commitNext = async (): Promise<void> => {
    const group = new Set<Unit>()
    try {
      await runGroup(group)
    } catch (cause) {
      undo()
      const error = unavailable(cause)
      options.onFailed?.(error)
      // Without a beginning there is no group; those that wait must not wait for ever.
      for (const unit of group.size > 0 ? group : queue.splice(0, maxUnitsPerCommit)) unit.fail(error)
    }
  }

  const undo = (): void => {
    try {
      control.rollback()
    } catch {
      // Then the next group cannot begin, and tries it again.
    }
  }

  /** Takes units from the queue while there are any; units that arrive meanwhile join. */
  const runGroup = async (group: Set<Unit>): Promise<void> => {
    transaction ??= { ...options.repositories(), onCommit: (action) => asked.push(action) }
    const held = durability?.hold
    if (held !== undefined) await held
    const begun = performance.now()
    lastBegun = pacing?.now() ?? 0
    changed = false
    control.begin()
    let actions: { readonly action: () => void; readonly unit: Unit }[] = []
    let again: Unit[] = []
    while (again.length > 0 || group.size < maxUnitsPerCommit) {
      const unit = again.shift() ?? queue.shift()
      if (unit === undefined) break
      group.add(unit)
      wrote = false
      asked = []
      let succeeded = true
      try {
        await unit.run(transaction)
      } catch {
        succeeded = false
      }
      if (control.failure !== undefined) throw control.failure
      if (succeeded) {
        for (const action of asked) actions.push({ action, unit })
      } else if (wrote) {
        control.rollback()
        control.begin()
        group.delete(unit)
        unit.settle()
        again = [...group]
        actions = []
      }
    }
    control.commit()
    if (changed && durability !== undefined) await durability.flush()
    lastSize = group.size
    options.onCommitted?.(group.size, (performance.now() - begun) / 1000)
    for (const { action, unit } of actions) {
      try {
        action()
      } catch (error) {
        onActionError(error, unit.origin)
      }
    }
    for (const unit of group) unit.settle()
  }

  return {
    run<T>(body: (tx: Transaction) => Promise<T>): Promise<T> {
      if (closed) return Promise.reject(new StoreError('CLOSED', 'the store is closed'))
      return new Promise<T>((resolve, reject) => {
        let outcome: Promise<T> | undefined
        queue.push({
          origin: options.originOf?.(),
          run(tx) {
            try {
              outcome = body(tx)
            } catch (error) {
              outcome = Promise.reject(error)
            }
            return outcome
          },
          settle: () => resolve(outcome ?? Promise.reject(new StoreError('CLOSED', 'the unit has not run'))),
          fail: reject,
        })
        wake()
      })
    },
    noteWrite() {
      wrote = true
      changed = true
    },
    get waiting() {
      return queue.length
    },
    async close() {
      closed = true
      beginHeld?.()
      if (running || queue.length > 0) await new Promise<void>((resolve) => idle.push(resolve))
      idle = []
    },
  }
}
