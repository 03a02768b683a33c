import type { Log } from './log.ts'

/** Brings a code to an e-mail address: to confirm it, or to recover a forgotten password. */
export interface EmailSender {
  send(message: {
    readonly email: string
    readonly code: string
    readonly purpose: 'confirm' | 'recover'
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
