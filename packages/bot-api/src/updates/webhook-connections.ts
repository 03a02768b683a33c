import { isIP } from 'node:net'
import type { Pool } from 'undici'
import { defaultHttpLimits, type HttpLimits } from '../http/limits.ts'
import { type Body, type ReceiveFile, readBody } from '../http/read-body.ts'
import type { Webhook } from '../storage/bot-storage.ts'
import { leadsInside, outsideOnly } from './leads-inside.ts'

// Not imported: see `node:http` in docs/decisions.md.
const { STATUS_CODES } = process.getBuiltinModule('node:http')

/** What the receiver of a webhook has answered. */
export interface WebhookAnswer {
  readonly status: number
  /** For how long it does not want to hear of this update, in seconds; undefined where it says nothing of it. */
  readonly retryAfter?: number | undefined
  /** What it says, which may be a call of a method; undefined for what cannot be read. */
  readonly body: Body | undefined
}

export interface WebhookConnections {
  /** Posts an update. Rejects, for a reason that the bot may be told, where nobody answers in time, or only from inside. */
  post(json: string): Promise<WebhookAnswer>
  /** Ends what is under way. */
  close(): void
}

export interface WebhookConnectionsOptions {
  readonly mayLeadInside: boolean
  /** Takes the files that come with an answer. */
  readonly receive: ReceiveFile
}

const patienceMs = 60_000
/** Of an answer: what is called with files of its own is rare, and nobody is told of its fate. */
const answerLimits: HttpLimits = { ...defaultHttpLimits, bodyBytes: 10 * 1_048_576, fieldBytes: 1_048_576 }

/** The connections to one webhook, kept open between updates. */
export function connectToWebhook(webhook: Webhook, options: WebhookConnectionsOptions): WebhookConnections {
  const target = new URL(webhook.url)
  const request = {
    method: 'POST' as const,
    path: `${target.pathname}${target.search}`,
    headers: {
      ...(target.username !== '' && { Authorization: basic(target) }),
      'Content-Type': 'application/json',
      ...(webhook.secretToken !== undefined && { 'X-Telegram-Bot-Api-Secret-Token': webhook.secretToken }),
    },
  }
  let opened: Promise<Pool> | undefined
  let isClosed = false
  return {
    async post(json) {
      opened ??= openPool(webhook, target, options.mayLeadInside)
      const pool = await opened
      if (isClosed) throw new Error('Webhook was closed')
      const { statusCode: status, headers, body } = await pool.request({ ...request, body: json })
      const retryAfter = Number(headers['retry-after'] ?? Number.NaN)
      const answer = { status, ...(retryAfter >= 0 && { retryAfter }) }
      const carrier = Object.assign(body, { headers })
      return readBody(carrier, answerLimits, options.receive).then(
        (body) => ({ ...answer, body }),
        () => {
          carrier.destroy()
          return { ...answer, body: undefined }
        },
      )
    },
    close() {
      isClosed = true
      opened?.then((pool) => pool.destroy()).catch(() => {})
    },
  }
}

/** Why a post failed, in words for the bot ("getWebhookInfo", last_error_message). */
export function whyNotTaken(error: unknown): string {
  if (!(error instanceof Error)) return 'Connection failed'
  const code = 'code' in error ? error.code : undefined
  if (code === 'UND_ERR_SOCKET') return 'Webhook connection closed'
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return 'Connection timed out'
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') return 'Read timeout expired'
  // Where a name has many addresses, each has an error of its own.
  if (error instanceof AggregateError) return whyNotTaken(error.errors[0])
  return error.message
}

export function wrongResponse(status: number): string {
  const reason = STATUS_CODES[status]
  return `Wrong response from the webhook: ${status}${reason === undefined ? '' : ` ${reason}`}`
}

/** Node's own client takes three times as much time for each request, most of what a webhook costs. */
async function openPool(webhook: Webhook, target: URL, mayLeadInside: boolean): Promise<Pool> {
  const { ipAddress, certificate, maxConnections } = webhook
  const host = ipAddress ?? target.hostname.replace(/^\[|\]$/g, '')
  if (!mayLeadInside && isIP(host) !== 0 && leadsInside(host)) throw new TypeError('IP address is reserved')
  // It takes some time to load, and few have webhooks.
  const { buildConnector, Pool } = await import('undici')
  const connect = buildConnector({
    timeout: patienceMs,
    ...(certificate !== undefined && { ca: certificate }),
    ...(!mayLeadInside && { lookup: outsideOnly }),
  })
  return new Pool(target.origin, {
    connections: maxConnections,
    headersTimeout: patienceMs,
    bodyTimeout: patienceMs,
    connect: (options, callback) =>
      connect(ipAddress === undefined ? options : { ...options, hostname: ipAddress }, callback),
  })
}

function basic({ username, password }: URL): string {
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return `Basic ${Buffer.from(pair).toString('base64')}`
}
