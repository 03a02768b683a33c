import type { UserId } from '../../../ids.ts'
import type { AutoDeletePeriods } from '../chats/auto-delete.ts'

/** What has to be known of two people before one of them writes to the other. */
export interface Correspondence {
  /** The account that is written to exists and was not deleted. */
  readonly active: boolean
  /** The writer is a bot, and so is the one who is written to. */
  readonly fromBot: boolean
  readonly toBot: boolean
  /** The writer does not want to hear of the other. */
  readonly blocks: boolean
  /** The other does not want to hear of the writer. */
  readonly blockedBy: boolean
  /** The other is a bot that only some may reach, and the writer is not among them. */
  readonly shutOut: boolean
  /** After how long the writer's messages delete themselves. */
  readonly periods: AutoDeletePeriods
  /** What the one who is written to has set for all chats: a boxed TL `GlobalPrivacySettings`. */
  readonly globalPrivacy: Uint8Array | undefined
}

export interface CorrespondenceReads {
  /** All of it with one question, which every message asks. */
  between(from: UserId, to: UserId): Promise<Correspondence>
}
