import type { ChannelId, PeerId, UserId } from '../../../ids.ts'

/** As whom people write in supergroups unless they say otherwise ("messages.saveDefaultSendAs"). */
export interface SendAsReads {
  /** Missing for who chose nothing: as oneself. */
  get(channel: ChannelId, userId: UserId): Promise<PeerId | undefined>
}

export interface SendAsWrites extends SendAsReads {
  set(channel: ChannelId, userId: UserId, peer: PeerId | undefined): Promise<void>
}
