import { AsyncLocalStorage } from 'node:async_hooks'
import type { Log } from '../ports/log.ts'

/** The request in whose course the code that runs now was called. */
const current = new AsyncLocalStorage<string>()

/** Has each line that is logged in the course of `serve`, however late, carry the id of the request. */
export function duringRequest<T>(requestId: string, serve: () => T): T {
  return current.run(requestId, serve)
}

/** For work that is not of one request, although it may have been begun by one. */
export function outsideRequests<T>(work: () => T): T {
  return current.exit(work)
}

export function currentRequest(): string | undefined {
  return current.getStore()
}

/** The same log, in which lines name the request that caused them. */
export function nameRequests(log: Log): Log {
  const named = (fields: object): object => {
    const requestId = 'requestId' in fields ? undefined : current.getStore()
    return requestId === undefined ? fields : { requestId, ...fields }
  }
  return {
    debug: (fields, message) => log.debug(named(fields), message),
    info: (fields, message) => log.info(named(fields), message),
    warn: (fields, message) => log.warn(named(fields), message),
    error: (fields, message) => log.error(named(fields), message),
  }
}
