import type { ServerSession } from './server-session.ts'

/**
 * One query of a client. Exactly one of `answer` and `fail` is to be called, whenever it is durable; what comes after the
 * first is ignored.
 */
export interface ServerQuery {
  readonly session: ServerSession
  readonly msgId: bigint
  /** The TL bytes of the query, without gzip_packed, also inside the methods that wrap it. Valid beyond the call. */
  readonly body: Uint8Array
  /** The address that the query came from. */
  readonly remoteAddress: string | undefined
  /** The client does not want the answer any more. */
  readonly dropped: boolean
  /**
   * Sends the result, TL bytes; 400 RESULT_TOO_LARGE in its place if it is too large (`maxAnswerBytes`).
   *
   * @param isPassing nobody looks at the bytes any more: their memory is given back at once
   */
  answer(result: Uint8Array, isPassing?: boolean): void
  /** Answers with an rpc_error. */
  fail(code: number, message: string): void
  /**
   * Waits until the queries `msgIds` of the same session are answered (invokeAfterMsg, invokeAfterMsgs): 'ok', 'failed'
   * if one of them was answered by an error or is older than the session (so the client sends again without waiting),
   * 'timeout' if one did not arrive or was not answered in time.
   */
  after(msgIds: readonly bigint[]): Promise<'ok' | 'failed' | 'timeout'>
  /**
   * The query is over and nobody looks at `body` any more, nor at anything that was read from it: gives its memory back at
   * once, if it came in a packet of its own. For large ones that come one after the other, such as parts of files.
   */
  release(): void
}
