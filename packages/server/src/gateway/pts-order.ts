import type { BoxAdvanced } from '../bus/bus.ts'
import type { BoxId } from '../ids.ts'
import type { Clock } from '../ports/clock.ts'

/** What is missing is waited for so long, in ms, before it is read from the store: most of it is only on its way. */
export const gapWaitMs = 50
/** So much is held for one box while something is missing; */
const maxHeldOfBox = 50
/** and so much for all. Beyond that nothing is waited for. */
const maxHeld = 10_000
/** So many boxes are remembered before those of people who have left are forgotten. */
const minForgetting = 1000

export interface PtsOrderOptions {
  /** Whether a session is here that would be told. */
  readonly isHere: (box: BoxId) => boolean
  /** Given each part of a box's history once, in order and without gaps. */
  readonly deliver: (advanced: BoxAdvanced) => void
  readonly clock: Pick<Clock, 'after'>
}

/**
 * Puts into order what several processes tell of a box: what was told before is left out, and what is missing is waited for
 * and then taken from the store, where all of it is (whoever tells of `pts` has committed, and so have all before).
 */
export interface PtsOrder {
  take(advanced: BoxAdvanced): void
  /** How many have come before something that they follow. */
  readonly held: number
  stop(): void
}

interface Position {
  /** What is above has not been delivered. */
  pts: number
  /** By `from`. */
  held: BoxAdvanced[]
  cancel: (() => void) | undefined
}

export function createPtsOrder({ isHere, deliver, clock }: PtsOrderOptions): PtsOrder {
  const positions = new Map<BoxId, Position>()
  let forgetAt = minForgetting
  let held = 0

  /** Delivers what is not known yet of something that follows without a gap. */
  const advance = (position: Position, advanced: BoxAdvanced): void => {
    const { pts } = position
    if (advanced.to <= pts) return
    position.pts = advanced.to
    if (advanced.from === pts) return deliver(advanced)
    // Partly known: what was at hand is of all of it, and who caused the rest is not known.
    const { type, box, date, to } = advanced
    deliver({ type, box, date, from: pts, to, reactions: true })
  }

  /** Delivers what is held and follows; with `all`, also what does not, after what it follows. */
  const drain = (position: Position, all: boolean): void => {
    for (let next = position.held[0]; next !== undefined; next = position.held[0]) {
      const { type, box, date, from } = next
      if (from > position.pts) {
        if (!all) return
        advance(position, { type, box, date, from: position.pts, to: from, reactions: true })
      }
      position.held.shift()
      held--
      advance(position, next)
    }
    position.cancel?.()
    position.cancel = undefined
  }

  const forget = (box: BoxId): void => {
    const position = positions.get(box)
    if (position === undefined) return
    position.cancel?.()
    held -= position.held.length
    positions.delete(box)
  }

  const begin = (box: BoxId, pts: number): void => {
    positions.set(box, { pts, held: [], cancel: undefined })
    if (positions.size < forgetAt) return
    for (const one of positions.keys()) if (!isHere(one)) forget(one)
    forgetAt = Math.max(minForgetting, 2 * positions.size)
  }

  const hold = (position: Position, advanced: BoxAdvanced): void => {
    const place = position.held.findIndex(({ from }) => from > advanced.from)
    position.held.splice(place === -1 ? position.held.length : place, 0, advanced)
    held++
    if (position.held.length > maxHeldOfBox || held > maxHeld) return drain(position, true)
    position.cancel ??= clock.after(gapWaitMs, () => {
      position.cancel = undefined
      drain(position, true)
    })
  }

  return {
    take(advanced) {
      const { box, from, to } = advanced
      if (!isHere(box)) {
        // Whoever comes back asks for all that was missed.
        forget(box)
        return deliver(advanced)
      }
      const position = positions.get(box)
      if (position === undefined) {
        begin(box, to)
        return deliver(advanced)
      }
      if (from > position.pts) return hold(position, advanced)
      advance(position, advanced)
      if (position.held.length > 0) drain(position, false)
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
