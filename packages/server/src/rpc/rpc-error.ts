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

/** The schema has it, this server does not serve it yet; it must not pretend. */
export function notImplemented(): RpcError {
  return new RpcError(501, 'METHOD_NOT_IMPLEMENTED')
}

export function floodWait(seconds: number): RpcError {
  return new RpcError(420, `FLOOD_WAIT_${Math.max(1, Math.ceil(seconds))}`)
}
