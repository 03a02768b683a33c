/** What is kept of bots, so that no update is lost whatever ends this process. */
export interface BotStorage {
  /** What was stored of a bot, or the beginning for one that is new. */
  open(botId: number): Promise<StoredBot>
  /** The bots whose updates go to webhooks, whether or not somebody asks. */
  withWebhooks(): Promise<readonly number[]>
  /** Removes all that is kept of a bot. */
  forget(botId: number): Promise<void>
  /**
   * Removes the updates that are older than a time (Unix seconds), of all bots, and tells how many that were. What was told is
   * known for as long after that as it may come again.
   */
  forgetBefore(time: number): Promise<number>
  close(): Promise<void>
}

/** One bot's queue and settings. Every change is on the disk when its promise is kept. */
export interface StoredBot {
  settings(): Promise<BotSettings>
  saveSettings(settings: BotSettings): Promise<void>
  /** Appends those that were not appended before, by their keys and states. Beyond `maxPending` the oldest go. */
  append(updates: readonly NewUpdate[], now: number): Promise<void>
  /** What the MTProto client of the bot keeps, and nothing else reads. */
  readonly client: ClientRecords
  /** Those that wait, from an id on, oldest first. */
  pending(from: number, limit: number): Promise<readonly QueuedUpdate[]>
  count(): Promise<number>
  /** All below this id were received. */
  confirm(below: number): Promise<void>
  /** These alone were received. */
  remove(ids: readonly number[]): Promise<void>
  /** Keeps the newest `count` alone. */
  keepNewest(count: number): Promise<void>
}

/** As the storage of `@chappe/client`. */
export interface ClientRecords {
  load(name: string): Promise<Uint8Array | undefined>
  save(name: string, value: Uint8Array | undefined): Promise<void>
}

export interface NewUpdate {
  /** The same for the same thing that happened, which may be told twice after a crash. */
  readonly key: string
  /** For what is told as it stands, each time: it is new when it stands otherwise than it was told last under its key. */
  readonly state?: string | undefined
  /** The field of the update that says what it is, such as `message`. */
  readonly kind: string
  /** What the field says, as JSON. */
  readonly json: string
  /** Updates of one chat go to a webhook one after another. */
  readonly chat: number
}

export interface QueuedUpdate extends Omit<NewUpdate, 'key' | 'state'> {
  readonly id: number
  readonly date: number
}

/** A server keeps for a day what has no `pts`, and may be late in forgetting it: keys are known for longer than updates wait. */
export const keysKeptLongerSeconds = 43_200
/** Of how a poll stands it may tell for 30 days. */
export const statesKeptLongerSeconds: number = 31 * 86_400

/** For a bot that nobody has read for days; the public server bounds what it keeps as well. */
export const maxPending = 100_000

export interface BotSettings {
  readonly webhook: Webhook | undefined
  /** Undefined for all but those that must be asked for by name. */
  readonly allowedUpdates: readonly string[] | undefined
  /** SHA-256 of the token by which the client is signed in, in hexadecimal digits. */
  readonly tokenHash: string | undefined
  /** Until when (Unix seconds) it is not let in by that token; undefined for one that has not left. */
  readonly loggedOutUntil: number | undefined
}

export interface Webhook {
  readonly url: string
  readonly secretToken: string | undefined
  readonly maxConnections: number
  /** As it was given, to be connected to instead of what the name resolves to. */
  readonly ipAddress: string | undefined
  /** A certificate in PEM that the receiver shows, trusted for this webhook alone. */
  readonly certificate: string | undefined
}
