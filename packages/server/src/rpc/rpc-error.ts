import { methodNotImplemented, type Refusal } from '../rules/refusal.ts'

/**
 * An error that the caller sees, with the public code and name ("Error handling"): 400 for a bad argument, 401 without
 * authorization, 403 for a lack of rights, 406 for what the client handles itself, 420 for floods, 500 for the server's
 * own failures.
 */
export class RpcError extends Error {
  override readonly name = 'RpcError'
  readonly code: number

  constructor(code: number, text: string) {
    super(text)
    this.code = code
  }
}

/** The usual case: an argument is wrong. */
export function badRequest(text: string): RpcError {
  return new RpcError(400, text)
}

/** What a rule forbids, as an answer. */
export function refused({ code, message }: Refusal): RpcError {
  return new RpcError(code, message)
}

/**
 * The schema has it, this server does not serve it yet; it must not pretend. It is the caller's error by its code, since
 * clients ask again, some without end, after any code from 500 on.
 */
export function notImplemented(): RpcError {
  return badRequest(methodNotImplemented)
}

export function isNotImplemented(error: RpcError): boolean {
  return error.message === methodNotImplemented
}

export function floodWait(seconds: number): RpcError {
  return new RpcError(420, `FLOOD_WAIT_${Math.max(1, Math.ceil(seconds))}`)
}
