import type { Transporter } from 'nodemailer'
import type SMTPTransport from 'nodemailer/lib/smtp-transport/index.js'
import { isLoopback } from '../config/loopback.ts'
import { SendFailure } from '../ports/code-sender.ts'
import { type OutgoingCode, type SendCode, sendTimeoutMs } from './outgoing-code.ts'

export interface SmtpOptions {
  /** `smtp://` (with STARTTLS, which only a server on this machine may lack) or `smtps://`, with a user if need be. */
  readonly url: string
  readonly password?: string | undefined
  /** Whom the mails are from. */
  readonly from: string
  readonly timeoutMs?: number | undefined
}

/** How the server is reached: encrypted, unless it is on this machine and cannot. */
export function smtpOptions({ url, password, timeoutMs = sendTimeoutMs }: SmtpOptions): SMTPTransport.Options {
  const { protocol, hostname, port, username } = new URL(url)
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  const secure = protocol === 'smtps:'
  return {
    host,
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    requireTLS: !isLoopback(host),
    // Nobody stands between, and nobody certifies a name of this machine.
    ...(isLoopback(host) ? { tls: { rejectUnauthorized: false } } : {}),
    ...(username === '' ? {} : { auth: { user: decodeURIComponent(username), pass: password ?? '' } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

/** Sends each code as an e-mail. */
export function createSmtpSender(options: SmtpOptions): SendCode {
  const { from, timeoutMs = sendTimeoutMs } = options
  // Few servers send any, and it brings much along.
  let opened: Promise<Transporter> | undefined
  const open = async (): Promise<Transporter> => (await import('nodemailer')).createTransport(smtpOptions(options))
  return async (message) => {
    if (message.email === undefined) throw new SendFailure('there is no e-mail address for this number')
    try {
      opened ??= open()
      const transport = await opened
      await within(
        timeoutMs,
        transport.sendMail({ from, to: { name: '', address: message.email }, ...textOf(message) }),
      )
    } catch (error) {
      throw new SendFailure(`the mail server did not take a code: ${reasonOf(error)}`)
    }
  }
}

/** The subject is shown where others may look on, so it holds no code. */
function textOf({ code, purpose }: OutgoingCode): { subject: string; text: string } {
  const advice = 'Do not give this code to anyone. If you did not ask for it, do nothing.'
  switch (purpose) {
    case 'login':
      return { subject: 'Your login code', text: `${code} is your code to sign in.\n\n${advice}\n` }
    case 'confirm':
      return { subject: 'Confirm your e-mail address', text: `${code} confirms this e-mail address.\n\n${advice}\n` }
    case 'recover':
      return { subject: 'Your password', text: `${code} lets you choose a new password.\n\n${advice}\n` }
  }
}

async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new SendFailure('it took too long')), timeoutMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/** A code of the library, of the system or of SMTP; what a server says may quote the address. */
function reasonOf(error: unknown): string {
  if (error instanceof SendFailure) return error.message
  if (!(error instanceof Error)) return 'an unexpected error'
  const code = 'code' in error ? String(error.code) : error.name
  return 'responseCode' in error && error.responseCode !== undefined ? `${code} ${String(error.responseCode)}` : code
}
