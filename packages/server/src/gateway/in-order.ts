import type { Clock } from '../ports/clock.ts'

/** What is missing is waited for so long, in ms, before it is read from the store: most of it is only on its way. */
export const gapWaitMs = 50
/** So much is held for one counter while something is missing; */
const maxHeldOfOne = 50
/** and so much for all. Beyond that nothing is waited for. */
const maxHeld = 10_000
/** So many counters are remembered before those of people who have left are forgotten. */
const minForgetting = 1000

/** Something that moves a counter, of a box or of a device, from `from` to `to`. */
export interface Step {
  readonly from: number
  readonly to: number
}

export interface InOrderOptions<S extends Step, Owner> {
  /** The box or the device whose counter it is. */
  readonly ownerOf: (step: S) => Owner
  /** Whether a session is here that would be told. */
  readonly isHere: (owner: Owner) => boolean
  /** Given all that a counter went through, once, in order and without gaps. */
  readonly deliver: (step: S) => void
  /** A part of what a counter went through that nobody told in time, or that is partly known; `near` was told after it. */
  readonly missing: (near: S, from: number, to: number) => S
  readonly clock: Pick<Clock, 'after'>
}

/**
 * Puts into order what several processes tell of one counter of each owner: what was told before is left out, and what is
 * missing is waited for and then taken from the store, where all of it is (whoever tells of a count has committed, and so
 * have all before).
 */
export interface InOrder<S extends Step, Owner> {
  take(step: S): void
  /** Somebody is here, and knows or asks for all up to this count. */
  enter(owner: Owner, count: number): void
  /** How many have come before something that they follow. */
  readonly held: number
  stop(): void
}

interface Position<S> {
  /** What is above has not been delivered. */
  count: number
  /** By `from`. */
  readonly held: S[]
  cancel: (() => void) | undefined
}

export function createInOrder<S extends Step, Owner>(options: InOrderOptions<S, Owner>): InOrder<S, Owner> {
  const { ownerOf, isHere, deliver, missing, clock } = options
  const positions = new Map<Owner, Position<S>>()
  let forgetAt = minForgetting
  let held = 0

  /** Delivers what is not known yet of something that follows without a gap. */
  const advance = (position: Position<S>, step: S): void => {
    const { count } = position
    if (step.to <= count) return
    position.count = step.to
    deliver(step.from === count ? step : missing(step, count, step.to))
  }

  /** Delivers what is held and follows; with `all`, also what does not, after what it follows. */
  const drain = (position: Position<S>, all: boolean): void => {
    for (let next = position.held[0]; next !== undefined; next = position.held[0]) {
      if (next.from > position.count) {
        if (!all) return
        advance(position, missing(next, position.count, next.from))
      }
      position.held.shift()
      held--
      advance(position, next)
    }
    position.cancel?.()
    position.cancel = undefined
  }

  const forget = (owner: Owner): void => {
    const position = positions.get(owner)
    if (position === undefined) return
    position.cancel?.()
    held -= position.held.length
    positions.delete(owner)
  }

  const begin = (owner: Owner, count: number): void => {
    positions.set(owner, { count, held: [], cancel: undefined })
    if (positions.size < forgetAt) return
    for (const one of positions.keys()) if (!isHere(one)) forget(one)
    forgetAt = Math.max(minForgetting, 2 * positions.size)
  }

  const hold = (position: Position<S>, step: S): void => {
    const place = position.held.findIndex(({ from }) => from > step.from)
    position.held.splice(place === -1 ? position.held.length : place, 0, step)
    held++
    if (position.held.length > maxHeldOfOne || held > maxHeld) return drain(position, true)
    position.cancel ??= clock.after(gapWaitMs, () => {
      position.cancel = undefined
      drain(position, true)
    })
  }

  return {
    take(step) {
      const { from, to } = step
      const owner = ownerOf(step)
      if (!isHere(owner)) {
        // Whoever comes back asks for all that was missed.
        forget(owner)
        return deliver(step)
      }
      const position = positions.get(owner)
      if (position === undefined) {
        begin(owner, to)
        return deliver(step)
      }
      if (from > position.count) return hold(position, step)
      advance(position, step)
      if (position.held.length > 0) drain(position, false)
    },
    enter(owner, count) {
      if (!positions.has(owner)) begin(owner, count)
    },
    get held() {
      return held
    },
    stop() {
      for (const { cancel } of positions.values()) cancel?.()
      positions.clear()
      held = 0
    },
  }
}
