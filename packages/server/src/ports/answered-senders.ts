import { describeFailure } from '../rpc/describe-failure.ts'
import { badRequest } from '../rpc/rpc-error.ts'
import { type CodeSender, SendFailure } from './code-sender.ts'
import type { EmailSender } from './email-sender.ts'
import type { Log } from './log.ts'

/**
 * What the client is told when a code could not be sent, by what it was for: errors that the methods have which ask for
 * such codes, so that a person sees them and nothing is asked for again by itself.
 */
const errors = {
  confirm: 'EMAIL_NOT_ALLOWED',
  recover: 'PASSWORD_RECOVERY_NA',
  login: 'SMS_CODE_CREATE_FAILED',
} as const

/** A sender whose failures are a line of the log, and an error that clients know. */
export function answeredCodeSender(sender: CodeSender, log: Log): CodeSender {
  return { send: (message) => answered(sender.send(message), 'login', log) }
}

export function answeredEmailSender(sender: EmailSender, log: Log): EmailSender {
  return { send: (message) => answered(sender.send(message), message.purpose, log) }
}

async function answered(sending: Promise<void>, purpose: keyof typeof errors, log: Log): Promise<void> {
  try {
    await sending
  } catch (error) {
    const why = error instanceof SendFailure ? { reason: error.message } : describeFailure(error)
    log.error({ purpose, ...why }, 'a code could not be sent')
    throw badRequest(errors[purpose])
  }
}
