import type { Log } from './log.ts'

/** A line for what was deleted for its age and for nothing else, if there was any. */
export function logForgotten(log: Log, what: string, count: number): void {
  if (count > 0) log.info({ what, count }, 'deleted for its age')
}
