/**
 * Why a secret chat had to end. Whoever sees one discards the chat (messages.discardEncryption) and shows the person what
 * it says; the other end is told nothing but that it ended.
 *
 * - `SEQ_NO_PARITY`: a number has the parity of the other direction, so a message was mirrored.
 * - `SEQ_NO_RANGE`: a number is negative, or there are no more numbers.
 * - `IN_SEQ_NO_DECREASED`, `IN_SEQ_NO_AHEAD`: the other end says that it knows fewer messages than before, or more than
 *   there are.
 * - `GAP_TOO_LARGE`: so much is missing, or waits for what is missing, that it is not worth the memory.
 * - `GAP_NOT_FILLED`: the other end was asked several times for what is missing, and what it sent again did not arrive.
 * - `RESEND_UNSATISFIABLE`, `RESEND_TOO_OFTEN`: the other end asks for what it has acknowledged, or too much and too often.
 * - `REKEY_PUBLIC_VALUE`, `REKEY_FINGERPRINT`: a value of a re-keying fails its check.
 * - `REKEY_UNEXPECTED`: the other end commits itself to a key that nobody agreed on.
 */
export type SecretChatEndReason =
  | 'SEQ_NO_PARITY'
  | 'SEQ_NO_RANGE'
  | 'IN_SEQ_NO_DECREASED'
  | 'IN_SEQ_NO_AHEAD'
  | 'GAP_TOO_LARGE'
  | 'GAP_NOT_FILLED'
  | 'RESEND_UNSATISFIABLE'
  | 'RESEND_TOO_OFTEN'
  | 'REKEY_PUBLIC_VALUE'
  | 'REKEY_FINGERPRINT'
  | 'REKEY_UNEXPECTED'

/** Thrown inside a secret chat, and caught at its face: there the chat is over. */
export class SecretChatOver extends Error {
  override readonly name = 'SecretChatOver'
  readonly reason: SecretChatEndReason

  constructor(reason: SecretChatEndReason) {
    super(`the secret chat ends: ${reason}`)
    this.reason = reason
  }
}
