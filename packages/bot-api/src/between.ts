import type { WebhookAnswer } from './updates/webhook-connections.ts'

/** A call of a method, as it came. */
export interface BotCall {
  readonly botId: number
  readonly method: string
  /** Its parameters, without files. */
  readonly values: ReadonlyMap<string, unknown>
}

/** An update on its way to a webhook. */
export interface WebhookPost {
  readonly botId: number
  readonly url: string
  /** JSON, as it is posted. */
  readonly body: string
}

/**
 * Stands between bots and the API, for whoever tests bots: it is shown what passes, may hold it up, and may post an update more
 * than once. What it rejects with is the answer.
 */
export interface Between {
  call(call: BotCall, serve: () => Promise<unknown>): Promise<unknown>
  webhook(update: WebhookPost, post: () => Promise<WebhookAnswer>): Promise<WebhookAnswer>
}
