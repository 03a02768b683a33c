import { invalid } from './refusal.ts'

const day = 86_400
const maxPeriod = 366 * day

/** "Auto-deleting messages": none, or whole days up to a year. Throws `TTL_PERIOD_INVALID`. */
export function checkPeriod(period: number): void {
  if (period < 0 || period > maxPeriod || period % day !== 0) throw invalid('TTL_PERIOD_INVALID')
}
