import type { Log } from './log.ts'

/** A code could not be brought to its owner. The message is for the log, and holds neither the code nor whose it was. */
export class SendFailure extends Error {
  override readonly name = 'SendFailure'
  readonly code = 'CODE_NOT_SENT'
}

/** Brings a login code to the owner of a phone number. */
export interface CodeSender {
  send(message: { readonly phone: string; readonly code: string }): Promise<void>
}

/**
 * Prints the code in the server's log: for development, and the one place where a code may be logged, since showing it is
 * what this sender is for.
 */
export function createLogCodeSender(log: Log): CodeSender {
  return {
    async send({ phone, code }) {
      log.info({ phone, code }, 'login code')
    },
  }
}
