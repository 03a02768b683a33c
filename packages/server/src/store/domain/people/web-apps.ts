import type { UnixTime, UserId } from '../../../ids.ts'

/** What a bot opens by a direct link, or as its main app ("Mini Apps"). */
export interface BotApp {
  readonly id: number
  readonly bot: UserId
  /** As its owner writes it, unique among those of a bot without regard to case; empty for the main app. */
  readonly shortName: string
  readonly title: string
  readonly description: string
  readonly url: string
}

/** An app that somebody has open, and by which the bot may send one message in the person's name. */
export interface WebAppSession {
  /** Made up by the server. */
  readonly queryId: bigint
  readonly bot: UserId
  readonly userId: UserId
  /** Where the message is to go, as the client named it: a boxed TL `InputPeer`, `InputReplyTo` and `InputPeer`. */
  readonly peer: Uint8Array
  readonly replyTo?: Uint8Array | undefined
  readonly sendAs?: Uint8Array | undefined
  readonly silent: boolean
  readonly expiresAt: UnixTime
}

/** What a bot has prepared for one person, whom its app then asks: a message or a button. */
export interface Prepared {
  /** Made up by the server. */
  readonly id: bigint
  readonly bot: UserId
  readonly userId: UserId
  /** A boxed TL `messages.PreparedInlineMessage`. */
  readonly message?: Uint8Array | undefined
  /** A boxed TL `KeyboardButton`. */
  readonly button?: Uint8Array | undefined
  readonly expiresAt: UnixTime
}

export interface WebAppReads {
  app(id: number): Promise<BotApp | undefined>
  /** By its short name, in whatever letters. */
  appNamed(bot: UserId, shortName: string): Promise<BotApp | undefined>
  /** All of a bot, in the order in which they were made. */
  appsOf(bot: UserId): Promise<BotApp[]>
  session(queryId: bigint): Promise<WebAppSession | undefined>
  /** How many somebody has open. */
  countOf(userId: UserId): Promise<number>
  prepared(id: bigint): Promise<Prepared | undefined>
  /** How much a bot has prepared. */
  countPrepared(bot: UserId): Promise<number>
}

export interface WebAppWrites extends WebAppReads {
  /** In place of one of the same short name, whose number stays. */
  putApp(app: Omit<BotApp, 'id'>): Promise<void>
  removeApp(bot: UserId, shortName: string): Promise<void>
  putSession(session: WebAppSession): Promise<void>
  removeSession(queryId: bigint): Promise<void>
  putPrepared(prepared: Prepared): Promise<void>
  /** Removes at most `limit` sessions and as much of what was prepared that are over; gives how many there were. */
  removeExpired(now: UnixTime, limit: number): Promise<number>
}
