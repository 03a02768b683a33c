import type { Config } from '../config/config.ts'
import type { AddressBook } from '../ports/address-book.ts'
import type { Clock } from '../ports/clock.ts'
import { type CodeSender, createLogCodeSender, SendFailure } from '../ports/code-sender.ts'
import { createLogEmailSender, type EmailSender } from '../ports/email-sender.ts'
import type { Log } from '../ports/log.ts'
import { createAddressBook } from './address-book-file.ts'
import { atATime } from './at-a-time.ts'
import { createCommandSender } from './command.ts'
import type { SendCode } from './outgoing-code.ts'
import { createSmtpSender } from './smtp.ts'
import { createWebhookSender } from './webhook.ts'

export interface CodeSenders {
  readonly codeSender: CodeSender
  readonly emailSender: EmailSender
  readonly addressBook: AddressBook | undefined
}

type DeliveryConfig = Pick<
  Config,
  'codeCommand' | 'codeWebhook' | 'codeWebhookSecret' | 'smtp' | 'smtpPassword' | 'mailFrom' | 'addressBook'
>

/** So many codes go out at a time, */
const sendsAtATime = 8
/** and so many wait for that. */
const maxWaiting = 64

/**
 * How codes reach people, by the configuration: e-mails by SMTP, else by the command or the webhook; codes for phones by
 * the command or the webhook, else by e-mail to the address in the address book. Without any of these, the log has them.
 */
export function createCodeSenders(config: DeliveryConfig, clock: Clock, log: Log): CodeSenders {
  const bounded = atATime(sendsAtATime, maxWaiting)
  const limit =
    (send: SendCode): SendCode =>
    (message) =>
      bounded(() => send(message))
  const { codeCommand, codeWebhook, smtp } = config
  const mail =
    smtp && limit(createSmtpSender({ url: smtp, password: config.smtpPassword, from: config.mailFrom ?? '' }))
  const own = codeCommand
    ? limit(createCommandSender(codeCommand))
    : codeWebhook && limit(createWebhookSender({ url: codeWebhook, secret: config.codeWebhookSecret ?? '', clock }))
  const book = config.addressBook === undefined ? undefined : createAddressBook(config.addressBook, log)
  const byEmail = mail || own
  const emailSender: EmailSender = byEmail ? { send: (message) => byEmail(message) } : createLogEmailSender(log)
  const logged = createLogCodeSender(log)
  return {
    emailSender,
    addressBook: book,
    codeSender: {
      async send({ phone, code }) {
        if (own) return own({ phone, code, purpose: 'login' })
        if (book === undefined) return logged.send({ phone, code })
        const email = await book.emailOf(phone)
        if (email === undefined) throw new SendFailure('the number is not in the address book')
        await emailSender.send({ email, code, purpose: 'login' })
      },
    },
  }
}
