/**
 * - `OPTION_INVALID`: what was asked for makes no sense; the message says why
 * - `NOT_SEEN`: nobody wrote in time what a person was to see; the message lists what was seen
 * - `NO_BUTTON`: no message has such a button; the message lists those that there are
 * - `NOT_PRESSABLE`: a button of a kind that nobody can press here
 * - `NO_RESULT`: a bot's inline results have none of that kind
 * - `REFUSED`: the HTTP Bot API or @BotFather refused what the lab asked for; the message has its words
 * - `UNEXPECTED`: somebody wrote what a person was not to see
 * - `CLOSED`: the lab was closed
 * - `GONE`: a person or bot that came after the snapshot which was restored
 */
export type LabErrorCode =
  | 'OPTION_INVALID'
  | 'NOT_SEEN'
  | 'NO_BUTTON'
  | 'NOT_PRESSABLE'
  | 'NO_RESULT'
  | 'REFUSED'
  | 'UNEXPECTED'
  | 'CLOSED'
  | 'GONE'

/** What goes wrong in a lab itself. What the server refuses is an `RpcError` of `@chappe/client`. */
export class LabError extends Error {
  override readonly name: string = 'LabError'
  readonly code: LabErrorCode

  constructor(code: LabErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
