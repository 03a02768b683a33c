import type { UserId } from '../../../ids.ts'

/**
 * What a bot is to be told by `qts` and has no number yet: written down in the unit in which it happened, whose boxes have an order
 * of their own, and moved into the bot's box by one after it.
 */
export interface BotEvent {
  readonly bot: UserId
  /** A boxed TL `Update` whose `qts` is still to be set. */
  readonly update: Uint8Array
}

export interface BotEventReads {
  any(): Promise<boolean>
}

export interface BotEventWrites extends BotEventReads {
  add(event: BotEvent): Promise<void>
  /** Removes the first `limit` in the order in which they were added, and gives them. */
  take(limit: number): Promise<BotEvent[]>
}
