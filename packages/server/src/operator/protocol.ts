/**
 * What a command of `chappe-server` and the server that runs say to each other through the socket in the data folder: one
 * JSON object a line, in either direction, each with the version of this form.
 *
 * ```
 * → {"version":1,"command":"seed","input":{…}}
 * ← {"version":1,"begun":true}                whoever never sees this may ask again
 * ← {"version":1,"progress":{…}}              any number of them
 * → {"version":1,"command":"stop"}            if it is to end early: the answer says how far it came
 * ← {"version":1,"result":{…}}                or {"version":1,"error":{"code":"BUSY","message":"…"}}
 * ```
 */

export const operatorVersion = 1

/** In bytes, without the end of the line. */
export const maxOperatorLine: number = 256 * 1024

/** Ends what is under way as soon as that leaves nothing half done. */
export const stopCommand = 'stop'

/**
 * - `LINE_TOO_LONG`, `BAD_REQUEST`, `OTHER_VERSION`, `UNKNOWN_COMMAND`: the request cannot be read
 * - `TIMED_OUT`: no whole line came in time
 * - `BUSY`: too many are connected, or the command is being carried out already
 * - `STOPPING`: the server ends; what was done so far stays, and the message says what that is
 * - `REFUSED`: the command cannot do this; the message says why, and nothing has changed unless it says so
 * - `FAILED`: the server's own failure, of which its log has more
 * - `NOT_BEGUN`: the server has ended before it began with this (said by the command's own side)
 * - `CONNECTION_LOST`: the server has ended in the middle of this (said by the command's own side)
 * - `NO_ANSWER`: the data folder is in use, and nobody answers (said by the command's own side)
 */
export type OperatorErrorCode =
  | 'LINE_TOO_LONG'
  | 'BAD_REQUEST'
  | 'OTHER_VERSION'
  | 'UNKNOWN_COMMAND'
  | 'TIMED_OUT'
  | 'BUSY'
  | 'STOPPING'
  | 'REFUSED'
  | 'FAILED'
  | 'NOT_BEGUN'
  | 'CONNECTION_LOST'
  | 'NO_ANSWER'

/** Why a command was not carried out. The message is for whoever typed it. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError'
  readonly code: OperatorErrorCode

  constructor(code: OperatorErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

export interface OperatorRequest {
  readonly command: string
  /** As it came: each command checks its own. */
  readonly input: unknown
}

/** Ends what a request has begun. */
export type LastAnswer =
  | { readonly result: unknown }
  | { readonly error: { readonly code: OperatorErrorCode; readonly message: string } }

export type OperatorAnswer = { readonly begun: true } | { readonly progress: unknown } | LastAnswer

export function encodeRequest({ command, input }: OperatorRequest): string {
  return `${JSON.stringify({ version: operatorVersion, command, input })}\n`
}

export function encodeAnswer(answer: OperatorAnswer): string {
  return `${JSON.stringify({ version: operatorVersion, ...answer })}\n`
}

/** Throws `OperatorError`. */
export function decodeRequest(line: string): OperatorRequest {
  const { command, input } = readLine(line)
  if (typeof command !== 'string') throw new OperatorError('BAD_REQUEST', 'a request names its command')
  return { command, input }
}

/** Throws `OperatorError`. */
export function decodeAnswer(line: string): OperatorAnswer {
  const { begun, progress, result, error } = readLine(line)
  if (begun === true) return { begun }
  if (error !== undefined) {
    const { code, message } = isObject(error) ? error : {}
    return { error: { code: isCode(code) ? code : 'FAILED', message: typeof message === 'string' ? message : '' } }
  }
  return progress === undefined ? { result } : { progress }
}

function readLine(line: string): Readonly<Record<string, unknown>> {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw new OperatorError('BAD_REQUEST', 'a line is one JSON object')
  }
  if (!isObject(value)) throw new OperatorError('BAD_REQUEST', 'a line is one JSON object')
  if (value['version'] !== operatorVersion) {
    const other = typeof value['version'] === 'number' ? `version ${value['version']}` : 'no version'
    throw new OperatorError(
      'OTHER_VERSION',
      `this side speaks version ${operatorVersion} of the operator's channel and the other ${other}: use the command of the version that the server has`,
    )
  }
  return value
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const codes: { readonly [Code in OperatorErrorCode]: true } = {
  LINE_TOO_LONG: true,
  BAD_REQUEST: true,
  OTHER_VERSION: true,
  UNKNOWN_COMMAND: true,
  TIMED_OUT: true,
  BUSY: true,
  STOPPING: true,
  REFUSED: true,
  FAILED: true,
  NOT_BEGUN: true,
  CONNECTION_LOST: true,
  NO_ANSWER: true,
}

function isCode(value: unknown): value is OperatorErrorCode {
  return typeof value === 'string' && Object.hasOwn(codes, value)
}
