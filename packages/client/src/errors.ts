export type ClientErrorCode =
  /** The client was closed. */
  | 'CLOSED'
  /** The caller's signal. */
  | 'ABORTED'
  /** The caller's time limit. */
  | 'TIMED_OUT'
  /** More requests wait than the limits allow. */
  | 'TOO_MANY_PENDING'
  /** Even packed, the request is larger than what the server takes at a time; it was not sent. */
  | 'REQUEST_TOO_LARGE'
  /** The request was sent and its key ended before the answer came: whether it was executed is not known. */
  | 'ANSWER_LOST'
  /** There is no connection just now; the cause says why the last attempt failed. It is tried again. */
  | 'UNREACHABLE'
  /** The connection cannot be had: the cause says which check failed. */
  | 'GAVE_UP'
  /** An option is missing or wrong. */
  | 'OPTION_INVALID'
  /** What was given names nobody that this client knows or can find. */
  | 'PEER_UNKNOWN'
  /** The server's answer does not unpack or decode; `cause` says where, `bytes` holds it. Only this request failed. */
  | 'ANSWER_INVALID'
  /** The request does not encode; `cause` names the field. */
  | 'REQUEST_INVALID'
  /** The server answered something that the flow at hand has no use for, such as an unknown way to sign in. */
  | 'ANSWER_UNEXPECTED'
  /** Signing in needs something that was not given: a name for a new account, a password. */
  | 'SIGN_IN_INCOMPLETE'
  /** The app does not take events as fast as they come. */
  | 'UPDATES_OVERFLOW'
  /** There is no such secret chat on this device, or it is not (any more) one in which something can be sent. */
  | 'SECRET_CHAT_NOT_ACTIVE'
  /** What is to be uploaded cannot be read, has changed or ended meanwhile, or is larger than files may be. */
  | 'SOURCE_INVALID'
  /** The message has no such button, or one that is not pressed. */
  | 'BUTTON_UNKNOWN'
  /** There is no file in what was given, or it cannot be had any more: nothing shows it to this account. */
  | 'FILE_UNAVAILABLE'
  /** The store holds something that this version cannot read. */
  | 'STORAGE_INVALID'

export interface ClientErrorOptions extends ErrorOptions {
  readonly bytes?: Uint8Array | undefined
  readonly layer?: number | undefined
}

/** Whatever goes wrong on this side. `code` is for programs, `message` for people; neither holds a secret. */
export class ClientError extends Error {
  override readonly name: string = 'ClientError'
  readonly code: ClientErrorCode
  /** ANSWER_INVALID: what did not unpack or decode. */
  readonly bytes: Uint8Array | undefined
  /** ANSWER_INVALID: the layer that the answer was asked for in. */
  readonly layer: number | undefined

  constructor(code: ClientErrorCode, message: string, options: ClientErrorOptions = {}) {
    super(message, options)
    this.code = code
    this.bytes = options.bytes
    this.layer = options.layer
  }
}

/** The server refused a request: 400 PEER_ID_INVALID, 420 FLOOD_WAIT_30 and so on. */
export class RpcError extends Error {
  override readonly name: string = 'RpcError'
  /** Such as 400. */
  readonly code: number
  /** Without the number in it: FLOOD_WAIT for FLOOD_WAIT_30. */
  readonly type: string
  /** The number in it: 30 for FLOOD_WAIT_30. */
  readonly value: number | undefined
  /** The method that was refused. */
  readonly method: string

  constructor(code: number, text: string, method: string) {
    super(text)
    this.code = code
    this.method = method
    const [, before = '', digits = '', after = ''] = /^(.*?)_?(\d+)(?:_(.+))?$/.exec(text) ?? []
    const numbered = digits !== '' && (after === '' || before !== '')
    this.type = numbered ? [before, after].filter((part) => part !== '').join('_') : text
    this.value = numbered ? Number(digits) : undefined
  }
}
