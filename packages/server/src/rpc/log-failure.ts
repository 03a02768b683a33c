import type { Log } from '../ports/log.ts'
import { StoreError } from '../store/errors.ts'
import { describeFailure } from './describe-failure.ts'

/** Whether this is about the store not being able to write, of which the log is told in one place (`store-watch.ts`). */
export function isStoreUnavailable(error: unknown): boolean {
  return error instanceof StoreError && error.code === 'UNAVAILABLE'
}

/** Writes down an unexpected error, quietly if the store cannot write: then everything fails, and for one reason. */
export function logFailure(
  log: Log,
  level: 'warn' | 'error',
  message: string,
  error: unknown,
  fields: object = {},
): void {
  if (isStoreUnavailable(error)) log.debug({ ...fields, reason: 'the store cannot write' }, message)
  else log[level]({ ...fields, ...describeFailure(error) }, message)
}
