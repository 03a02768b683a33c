import type { RateLimit } from './method-traits.ts'

/** Full buckets need no memory; with so many used of one kind, those that were not used lately are forgotten. */
const maxBuckets = 50_000

/** Fractions of seconds do not add up exactly; a whole burst must fit in spite of that. */
const roundingError = 0.001

/** Who has used how much of one limit; times are seconds that only pass. */
export interface Buckets {
  /** How long somebody has to wait until the next call; 0 for not at all. */
  waitOf(subject: Subject, now: number): number
  take(subject: Subject, now: number, calls?: number): void
}

type Subject = bigint | number | string

/** One bucket for each subject. */
export function createBuckets({ burst, secondsEach }: RateLimit): Buckets {
  /** When a bucket will be full again: those used lately, and those used before. */
  let recent = new Map<Subject, number>()
  let earlier = new Map<Subject, number>()
  const fullAt = (subject: Subject, now: number): number =>
    Math.max(now, recent.get(subject) ?? earlier.get(subject) ?? now)
  return {
    waitOf(subject, now) {
      const wait = fullAt(subject, now) + secondsEach - now - burst * secondsEach
      return wait > roundingError ? wait : 0
    },
    take(subject, now, calls = 1) {
      recent.set(subject, fullAt(subject, now) + calls * secondsEach)
      if (recent.size < maxBuckets) return
      earlier = recent
      recent = new Map()
    },
  }
}
