import type { UnixTime, UserId } from '../../../ids.ts'

/** What somebody has asked a bot by a button, inline, or by asking to be let in, and what it answered. */
export interface BotQuery {
  /** Made up by the server, and known to both alone. */
  readonly id: bigint
  readonly bot: UserId
  readonly userId: UserId
  /** A boxed TL `Update`: the question as the bot was told it. */
  readonly asked: Uint8Array
  /** A boxed TL `messages.BotCallbackAnswer`. */
  readonly callback?: Uint8Array | undefined
  /** A boxed TL `messages.BotResults`. */
  readonly results?: Uint8Array | undefined
  /** A boxed TL `JoinChatBotResult`: what it decided of whoever asks to be let in. */
  readonly joinResult?: Uint8Array | undefined
  /** The digest of the link by which somebody asks to be let in. */
  readonly link?: Uint8Array | undefined
  /** Until when the results are the answer to whoever asks the same (`cacheKey`). */
  readonly cacheKey?: string | undefined
  readonly cachedUntil: UnixTime
  readonly expiresAt: UnixTime
}

export interface BotQueryReads {
  get(id: bigint): Promise<BotQuery | undefined>
  /** Results that answer one of these questions still, the newest. */
  cached(cacheKeys: readonly string[], now: UnixTime): Promise<BotQuery | undefined>
  /** How many of somebody's questions are kept. */
  countOf(userId: UserId): Promise<number>
}

export interface BotQueryWrites extends BotQueryReads {
  put(query: BotQuery): Promise<void>
  /** Removes at most `limit` that are over; gives how many there were. */
  removeExpired(now: UnixTime, limit: number): Promise<number>
}
