import type { Log } from './log.ts'

/** Brings a code to an e-mail address: to verify it, to recover a forgotten password, or to sign in. */
export interface EmailSender {
  send(message: {
    readonly email: string
    readonly code: string
    /** To verify the address, to recover a forgotten password, or to sign in. */
    readonly purpose: 'confirm' | 'recover' | 'login'
  }): Promise<void>
}

/** Prints the code in the server's log: for development, as `createLogCodeSender` does. */
export function createLogEmailSender(log: Log): EmailSender {
  return {
    async send({ email, code, purpose }) {
      log.info({ email, code, purpose }, 'e-mail code')
    },
  }
}
