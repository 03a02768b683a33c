/**
 * What a rule forbids, by the public API's code and name ("Error handling"). Rules know nothing of how it reaches the
 * caller; `rpc` answers with it.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: number

  constructor(code: number, text: string) {
    super(text)
    this.code = code
  }
}

/** The usual case: an argument is wrong. */
export function invalid(text: string): Refusal {
  return new Refusal(400, text)
}

/** The name of the error for what the schema has and this server does not serve. */
export const methodNotImplemented = 'METHOD_NOT_IMPLEMENTED'
