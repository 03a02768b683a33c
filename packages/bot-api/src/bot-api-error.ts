/** What a program is told beside the words ("ResponseParameters"). */
export interface ErrorParameters {
  /** Seconds after which the request may be repeated. */
  readonly retry_after?: number | undefined
  /** The supergroup that a group has become. */
  readonly migrate_to_chat_id?: number | undefined
}

/** A refusal as the HTTP Bot API says it ("Making requests"): a number, and a sentence that libraries match on. */
export class BotApiError extends Error {
  override readonly name = 'BotApiError'
  /** As the status of the HTTP answer. */
  readonly code: number
  readonly parameters: ErrorParameters | undefined
  /** What the MTProto API said, if it comes from there, such as `CHAT_ADMIN_REQUIRED`. */
  readonly refusal: string | undefined

  constructor(code: number, description: string, parameters?: ErrorParameters, refusal?: string) {
    super(description)
    this.code = code
    this.parameters = parameters
    this.refusal = refusal
  }
}

export function badRequest(what: string): BotApiError {
  return new BotApiError(400, `Bad Request: ${what}`)
}

export function forbidden(what: string): BotApiError {
  return new BotApiError(403, `Forbidden: ${what}`)
}
