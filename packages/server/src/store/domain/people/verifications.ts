import type { ChannelId, UserId } from '../../../ids.ts'

/** A bot that the operator lets verify people and chats for an organisation ("Third-party verification"). */
export interface Verifier {
  readonly bot: UserId
  /** The number of a custom emoji, which stands beside the names of those whom it has verified. */
  readonly icon: number
  readonly company: string
  /** What its verifications say where it says nothing of its own. Missing for a sentence with the company's name. */
  readonly description?: string | undefined
  /** It may say something of its own with each. */
  readonly ownWords: boolean
}

/** What stands beside somebody's name: by which bot, and what it shows now. */
export interface Verification extends Pick<Verifier, 'bot' | 'icon' | 'company'> {
  readonly description?: string | undefined
}

export interface VerificationReads {
  verifier(bot: UserId): Promise<Verifier | undefined>
  /** By which bot somebody was verified, also if that is no verifier any more. */
  by(peer: UserId | ChannelId): Promise<UserId | undefined>
}

export interface VerificationWrites extends VerificationReads {
  putVerifier(verifier: Verifier): Promise<void>
  /** What it has verified is shown no more, until it is one again. */
  removeVerifier(bot: UserId): Promise<void>
  /** In place of what another bot has said. */
  put(peer: UserId | ChannelId, bot: UserId, description: string | undefined): Promise<void>
  remove(peer: UserId | ChannelId): Promise<void>
}
