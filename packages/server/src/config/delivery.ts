import { isLoopback } from './loopback.ts'
import type { Settings } from './settings.ts'

/** How codes reach people: what the configuration says of it. */
export type Delivery = Pick<
  Settings,
  'codeCommand' | 'codeWebhook' | 'codeWebhookSecret' | 'smtp' | 'smtpPassword' | 'mailFrom' | 'addressBook'
>

/** Whether codes for phones go anywhere but into the log. */
export function deliversCodes({ codeCommand, codeWebhook, addressBook }: Delivery): boolean {
  return codeCommand !== undefined || codeWebhook !== undefined || addressBook !== undefined
}

/** What is wrong with it. */
export function checkDelivery(delivery: Delivery): string[] {
  const { codeCommand, codeWebhook, codeWebhookSecret, smtp, smtpPassword, mailFrom, addressBook } = delivery
  const wrong: string[] = []
  if (codeCommand !== undefined && codeWebhook !== undefined)
    wrong.push('codes go by --code-command or --code-webhook, not by both')
  if (codeWebhook === undefined) {
    if (codeWebhookSecret !== undefined) wrong.push('there is a secret for --code-webhook, and no --code-webhook')
  } else {
    wrong.push(...checkUrl('--code-webhook', codeWebhook, ['https:', 'http:']))
    if (codeWebhookSecret === undefined) {
      wrong.push('--code-webhook needs a secret: --code-webhook-secret-file or CHAPPE_CODE_WEBHOOK_SECRET')
    } else if (codeWebhookSecret.length < 16)
      wrong.push('the secret for --code-webhook must have 16 characters or more')
  }
  if (smtp === undefined) {
    if (mailFrom !== undefined) wrong.push('there is --mail-from, and no --smtp')
    if (smtpPassword !== undefined) wrong.push('there is a password for --smtp, and no --smtp')
    if (addressBook !== undefined) wrong.push('--address-book needs --smtp')
  } else {
    wrong.push(...checkUrl('--smtp', smtp, ['smtps:', 'smtp:']))
    if (mailFrom === undefined) wrong.push('--smtp needs --mail-from')
    else if (!/^[^\s@<>]+@[^\s@<>]+$/.test(mailFrom)) wrong.push('--mail-from must be an e-mail address')
  }
  return wrong
}

/** A URL is not quoted: it may hold a password that should not be in it. */
function checkUrl(where: string, text: string, protocols: readonly string[]): string[] {
  if (!URL.canParse(text)) return [`${where} must be a URL`]
  const { protocol, password, hostname, username } = new URL(text)
  const forms = protocols.map((name) => `${name}//`).join(' or ')
  if (!protocols.includes(protocol) || hostname === '') return [`${where} must be a URL that begins with ${forms}`]
  if (password !== '') return [`${where} must not hold a password: command lines and logs show it`]
  if (protocol === 'http:' && !isLoopback(hostname.replace(/^\[(.*)\]$/, '$1'))) {
    return [`${where} must begin with https:// unless it leads to this machine: codes would go in the clear`]
  }
  if (protocol.startsWith('http') && username !== '') return [`${where} must not name a user`]
  return []
}
