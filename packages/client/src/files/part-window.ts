/**
 * How many parts of a file are under way at a time, adapted to the round trip.
 *
 * As TCP Vegas does it (Brakmo and Peterson, "TCP Vegas: End to End Congestion Avoidance on a Global Internet", 1995): the
 * shortest time that a part took lately is what it takes when it waits for nothing, and what parts take beyond that they spend
 * in queues. So many are under way that a few wait: with none the path would be idle at times, and with many more the messages
 * of the same person would wait behind them.
 */
export interface PartWindow {
  /** How many parts may be under way now. */
  readonly size: number
  /** A part was answered; it took so many ms and began at a time. */
  answered(tookMs: number, beganAt: number): void
  /** The server asked for patience. */
  refused(): void
}

export interface PartWindowLimits {
  readonly min: number
  readonly max: number
}

/** 8 MiB in parts of 512 KiB: a file moves at 80 MB/s over a path with a round trip of 100 ms. */
export const PART_WINDOW: PartWindowLimits = { min: 2, max: 16 }

/** So many parts may wait in queues, at least and at most. */
const WAITING_MIN = 2
const WAITING_MAX = 4
/** The shortest time counts for so many answers: the path may become a longer one. */
const SHORTEST_FOR = 200

export function createPartWindow({ min, max }: PartWindowLimits = PART_WINDOW): PartWindow {
  let size = min
  let starting = true
  /** The shortest time of this stretch of answers and of the one before. */
  let shortest = Number.POSITIVE_INFINITY
  let shortestBefore = Number.POSITIVE_INFINITY
  let stretch = 0
  /** Answers since the size last changed, and what they took. */
  let answers = 0
  let took = 0

  function change(to: number): void {
    size = Math.max(min, Math.min(max, to))
    answers = 0
    took = 0
  }

  return {
    get size() {
      return size
    },
    answered(tookMs) {
      const ms = Math.max(tookMs, 0.01)
      shortest = Math.min(shortest, ms)
      if (++stretch >= SHORTEST_FOR) {
        shortestBefore = shortest
        shortest = ms
        stretch = 0
      }
      answers++
      took += ms
      // What left before the last change has come by then.
      if (answers < size) return
      const base = Math.min(shortest, shortestBefore)
      const waiting = size * (1 - base / (took / answers))
      if (waiting < WAITING_MIN) change(starting ? size * 2 : size + 1)
      else {
        starting = false
        change(waiting > WAITING_MAX ? size - 1 : size)
      }
    },
    refused() {
      starting = false
      change(size >> 1)
    },
  }
}
