import { SessionError } from './session-error.ts'
import type { SessionState } from './state.ts'

/** Tells the owner that a packet was refused. A client must close the connection after a fatal one (MS-21). */
export function reportViolation(state: SessionState, connection: number, error: SessionError, fatal: boolean): void {
  state.events.push({ type: 'violation', connection, error, fatal })
}

/** The error itself when it is this package's, otherwise a defect that goes on as it is. */
export function asSessionError(error: unknown): SessionError {
  if (error instanceof SessionError) return error
  throw error
}
