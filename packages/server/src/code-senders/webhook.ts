import { createHmac } from 'node:crypto'
import { type Clock, unixSeconds } from '../ports/clock.ts'
import { SendFailure } from '../ports/code-sender.ts'
import { type SendCode, sendTimeoutMs } from './outgoing-code.ts'

export interface WebhookOptions {
  readonly url: string
  readonly secret: string
  readonly clock: Clock
  readonly timeoutMs?: number | undefined
}

/** The header that shows that a request is this server's and when it was made. */
export const signatureHeader = 'chappe-signature'

/**
 * Posts each code as JSON (`code`, `purpose`, `phone` or `email`). The header holds `t=TIME,v1=DIGEST`, the digest being
 * HMAC-SHA-256 under the secret of `TIME.BODY`, in hex: a receiver that compares it and refuses old times takes codes
 * from this server alone, and each once. Done is what is answered by 2xx; redirections are not followed.
 */
export function createWebhookSender({ url, secret, clock, timeoutMs = sendTimeoutMs }: WebhookOptions): SendCode {
  return async ({ code, phone, email, purpose }) => {
    const body = JSON.stringify({
      code,
      purpose,
      ...(phone === undefined ? {} : { phone: `+${phone}` }),
      ...(email === undefined ? {} : { email }),
    })
    const time = unixSeconds(clock)
    const digest = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')
    const status = await post(url, body, `t=${time},v1=${digest}`, timeoutMs)
    if (status < 200 || status > 299) throw new SendFailure(`the webhook for codes answered ${status}`)
  }
}

async function post(url: string, body: string, signature: string, timeoutMs: number): Promise<number> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [signatureHeader]: signature },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    })
    // What it says does not matter, and may be long.
    await response.body?.cancel()
    return response.status
  } catch (error) {
    throw new SendFailure(`the webhook for codes could not be asked: ${reasonOf(error)}`)
  }
}

/** A name or code of the system; texts of errors may quote what was sent. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'an unexpected error'
  const { cause } = error
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.name
}
