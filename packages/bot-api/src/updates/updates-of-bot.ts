import type { Update, WebhookInfo } from '@grammyjs/types'
import type { Between } from '../between.ts'
import type { Bot } from '../bot.ts'
import { BotApiError, badRequest } from '../bot-api-error.ts'
import type { Body, ReceiveFile } from '../http/read-body.ts'
import type { BotMethods } from '../methods/method.ts'
import { receiveFile } from '../methods/receive-file.ts'
import { createParams, type Params } from '../params/params.ts'
import type { BotPort, PortUpdate } from '../port.ts'
import type { BotSettings, NewUpdate, QueuedUpdate, StoredBot } from '../storage/bot-storage.ts'
import { viewUpdate } from '../views/updates.ts'
import { createLongPoll } from './get-updates.ts'
import { readWebhook } from './read-webhook.ts'
import { keyOf, stateOf } from './update-key.ts'
import { createWebhookSender, type WebhookSender } from './webhook-sender.ts'

/** How long updates wait for whoever has to fetch them ("getUpdates"). */
export const keptSeconds = 86_400

/** How long it waits before it tries to store updates again. */
const retryMs = 1_000

export type UpdateKind = Exclude<keyof Update, 'update_id'>

/** What a bot is told of only if it asks for it by name ("getUpdates", allowed_updates). */
const onlyByName: ReadonlySet<string> = new Set<UpdateKind>([
  'chat_member',
  'message_reaction',
  'message_reaction_count',
])

/** What a webhook does not call by its answer: it would not hear the result, or would take itself away. */
const notByAnswer = /^(?:get.*|setwebhook|deletewebhook|close|logout)$/i

export interface UpdatesOfBot {
  readonly methods: BotMethods
  /** @param why what whoever waits for updates is told */
  close(why: BotApiError): Promise<void>
}

export interface UpdatesOptions {
  readonly botId: number
  readonly bot: Bot
  readonly port: Pick<BotPort, 'listen'>
  readonly stored: StoredBot
  readonly now: () => number
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  /** Webhooks may lead to this machine and its neighbours. */
  readonly privateWebhooks: boolean
  /** Calls a method, as a webhook may answer with one. */
  readonly call: (method: string, params: Params) => Promise<unknown>
  readonly onFault: (error: unknown, what: string) => void
  readonly between?: Between | undefined
}

/** Takes what happens to a bot into its queue, and gives it to whoever asks. */
export async function serveUpdates(options: UpdatesOptions): Promise<UpdatesOfBot> {
  const { bot, port, stored, now, sleep, privateWebhooks, onFault } = options
  let settings = await stored.settings()
  const poll = createLongPoll({ stored, sleep })

  const save = async (changed: Partial<BotSettings>): Promise<void> => {
    settings = { ...settings, ...changed }
    await stored.saveSettings(settings)
  }

  let sender: WebhookSender | undefined
  const send = (): void => {
    sender?.close()
    const { webhook } = settings
    const receive: ReceiveFile = (file, bytes) => receiveFile(bot, file, bytes)
    const { botId, between } = options
    const common = {
      ...{ botId, stored, now, sleep, onFault, onCall, receive, between },
      ...{ keptSeconds, mayLeadInside: privateWebhooks },
    }
    sender = webhook && createWebhookSender({ ...common, webhook })
  }

  /** What a webhook answers with is called, and nobody is told of the outcome. */
  const onCall = ({ values, files }: Body): void => {
    const method = values.get('method')
    if (typeof method !== 'string' || notByAnswer.test(method)) return
    options.call(method, createParams(values, files)).catch(() => {})
  }

  const isWanted = (kind: string): boolean =>
    settings.allowedUpdates === undefined ? !onlyByName.has(kind) : settings.allowedUpdates.includes(kind)

  /** In the order in which they came; those that come while others are stored are stored together. */
  let waiting: PortUpdate[] = []
  let last: Promise<void> = Promise.resolve()
  port.listen((update) => {
    if (waiting.push(update) === 1) last = last.then(takeAll)
    return last
  })

  const takeAll = async (): Promise<void> => {
    const updates = waiting
    waiting = []
    const taken: NewUpdate[] = []
    for (const update of updates) {
      const one = await shownAs(update).catch((error: unknown) => onFault(error, 'update'))
      if (one !== undefined) taken.push(one)
    }
    if (taken.length === 0) return
    await store(taken)
    poll.wake()
    sender?.wake()
  }

  /** Tries until there is room: what the server is told was dealt with does not come again. */
  const closing = new AbortController()
  const store = async (taken: readonly NewUpdate[]): Promise<void> => {
    while (!closing.signal.aborted) {
      try {
        return await stored.append(taken, now())
      } catch (error) {
        onFault(error, 'update')
        await sleep(retryMs, closing.signal)
      }
    }
  }

  const shownAs = async ({ update, users, chats }: PortUpdate): Promise<NewUpdate | undefined> => {
    bot.seen.learn(users, chats)
    const shown = await viewUpdate(bot, update)
    if (shown === undefined || !isWanted(shown.kind)) return undefined
    const { kind, value, chat } = shown
    if (happenedAt(kind, value) < now() - keptSeconds) return undefined
    const json = JSON.stringify(value)
    return { key: keyOf(update), state: stateOf(update, json), kind, json, chat }
  }

  send()

  return {
    methods: {
      async getUpdates(_, params, signal) {
        if (settings.webhook !== undefined) {
          throw webhookSet()
        }
        const allowed = readAllowed(params)
        if (allowed !== null) await save({ allowedUpdates: allowed })
        const request = {
          offset: params.integer('offset') ?? 0,
          limit: params.integer('limit') ?? 100,
          timeout: params.integer('timeout') ?? 0,
        }
        return (await poll.read(request, signal)).map(toUpdate)
      },

      async setWebhook(_, params) {
        const webhook = readWebhook(params, { mayLeadInside: privateWebhooks, isLocal: bot.localFiles !== undefined })
        const allowed = readAllowed(params)
        if (params.flag('drop_pending_updates')) await stored.keepNewest(0)
        await save({ webhook, ...(allowed !== null && { allowedUpdates: allowed }) })
        poll.end(new BotApiError(409, 'Conflict: terminated by setWebhook request'))
        send()
        return true
      },

      async deleteWebhook(_, params) {
        if (params.flag('drop_pending_updates')) await stored.keepNewest(0)
        await save({ webhook: undefined })
        send()
        return true
      },

      async getWebhookInfo() {
        const { webhook, allowedUpdates } = settings
        const pending = await stored.count()
        const info: WebhookInfo = {
          url: webhook?.url ?? '',
          has_custom_certificate: webhook?.certificate !== undefined,
          pending_update_count: pending,
        }
        if (webhook !== undefined) {
          info.max_connections = webhook.maxConnections
          if (webhook.ipAddress !== undefined) info.ip_address = webhook.ipAddress
        }
        const error = sender?.lastError
        if (error !== undefined) {
          info.last_error_date = error.date
          info.last_error_message = error.message
        }
        if (allowedUpdates !== undefined) info.allowed_updates = allowedUpdates.filter(isKind)
        return info
      },
    },
    async close(why) {
      poll.end(why)
      sender?.close()
      closing.abort()
      await last
    },
  }
}

/** What was missed may be old: messages say when they came. Of other things the server keeps no more than a day. */
function happenedAt(kind: UpdateKind, value: object): number {
  const isNew = kind === 'message' || kind === 'channel_post'
  return isNew && 'date' in value && typeof value.date === 'number' ? value.date : Number.POSITIVE_INFINITY
}

function webhookSet(): BotApiError {
  return new BotApiError(
    409,
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
  )
}

const kinds: ReadonlySet<string> = new Set<UpdateKind>([
  ...(['message', 'edited_message', 'channel_post', 'edited_channel_post', 'business_connection'] as const),
  ...(['business_message', 'edited_business_message', 'deleted_business_messages', 'guest_message'] as const),
  ...(['message_reaction', 'message_reaction_count', 'inline_query', 'chosen_inline_result'] as const),
  ...([
    'callback_query',
    'shipping_query',
    'pre_checkout_query',
    'purchased_paid_media',
    'poll',
    'poll_answer',
  ] as const),
  ...(['my_chat_member', 'chat_member', 'chat_join_request', 'chat_boost', 'removed_chat_boost'] as const),
  'managed_bot',
])

/** Names that there are not are passed over, as on the public server. */
function isKind(name: string): name is UpdateKind {
  return kinds.has(name)
}

function toUpdate({ id, kind, json }: QueuedUpdate): Update {
  return Object.assign({ update_id: id }, { [kind]: JSON.parse(json) })
}

/** Undefined for all that a bot is told of by itself; null where nothing is said, and what was said before holds. */
export function readAllowed(params: Params): readonly string[] | undefined | null {
  const given = params.json('allowed_updates')
  if (given === undefined) return null
  if (!Array.isArray(given)) throw badRequest("can't parse allowed updates: expected an Array of String")
  const names = given.filter((name): name is string => typeof name === 'string').map((name) => name.toLowerCase())
  return names.length === 0 ? undefined : names
}
