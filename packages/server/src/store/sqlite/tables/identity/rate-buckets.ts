import type { RateBucketWrites } from '../../../domain/identity/rate-buckets.ts'
import type { Connection } from '../../engine/connection.ts'
import { integer } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const rateBucketRows: RowsOfAccount = {
  rate_buckets: { stays: 'until full, which none is for longer than its limit says' },
}

/** Clocks of several servers differ by a little, and are set right by a little. */
const toleranceMs = 300_000

export function createRateBuckets(connection: Connection): RateBucketWrites {
  const select = connection.read('SELECT full_at FROM rate_buckets WHERE name = ?')
  const replace = connection.write('INSERT OR REPLACE INTO rate_buckets (name, full_at) VALUES (?, ?)')
  const removeFull = connection.write(
    'DELETE FROM rate_buckets WHERE name IN (SELECT name FROM rate_buckets WHERE full_at < ? ORDER BY full_at LIMIT ?)',
  )
  const fullAt = (name: string): number | undefined => {
    const row = select.get(name)
    return row && integer(row['full_at'])
  }
  return {
    async fullAt(name) {
      return fullAt(name)
    },
    async take({ name, costMs, capacityMs }, nowMs) {
      const noted = fullAt(name) ?? 0
      const isPlausible = noted <= nowMs + capacityMs + toleranceMs
      const next = Math.max(isPlausible ? noted : 0, nowMs) + costMs
      const wait = next - nowMs - capacityMs
      if (wait > 0) return wait
      replace.run(name, next)
      return 0
    },
    async removeExpired(time, limit) {
      return removeFull.count(time * 1000, limit)
    },
  }
}
