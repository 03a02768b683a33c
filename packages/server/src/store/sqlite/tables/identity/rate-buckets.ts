import type { RateBucketWrites } from '../../../domain/identity/rate-buckets.ts'
import type { Connection } from '../../engine/connection.ts'
import { integer } from '../../engine/rows.ts'

/** Clocks of several servers differ by a little, and are set right by a little. */
const toleranceMs = 300_000

export function createRateBuckets(connection: Connection): RateBucketWrites {
  const select = connection.read('SELECT full_at FROM rate_buckets WHERE name = ?')
  const replace = connection.write('INSERT OR REPLACE INTO rate_buckets (name, full_at) VALUES (?, ?)')
  const removeFull = connection.write(
    'DELETE FROM rate_buckets WHERE name IN (SELECT name FROM rate_buckets WHERE full_at < ? ORDER BY full_at LIMIT ?)',
  )
  return {
    async take({ name, costMs, capacityMs }, nowMs) {
      const noted = integer(select.get(name)?.['full_at'] ?? 0)
      const isPlausible = noted <= nowMs + capacityMs + toleranceMs
      const fullAt = Math.max(isPlausible ? noted : 0, nowMs) + costMs
      const wait = fullAt - nowMs - capacityMs
      if (wait > 0) return wait
      replace.run(name, fullAt)
      return 0
    },
    async removeExpired(time, limit) {
      return removeFull.count(time * 1000, limit)
    },
  }
}
