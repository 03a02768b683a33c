/** A code on its way: to a phone or to an e-mail address. */
export interface OutgoingCode {
  readonly code: string
  /** Digits alone, with the country code. */
  readonly phone?: string
  readonly email?: string
  /** To sign in, to verify an e-mail address, or to recover a forgotten password. */
  readonly purpose: 'login' | 'confirm' | 'recover'
}

/** One way to bring codes to people. Throws `SendFailure`. */
export type SendCode = (message: OutgoingCode) => Promise<void>

/** So long a way may take, in ms: whoever asked for the code waits for the answer. */
export const sendTimeoutMs = 15_000
