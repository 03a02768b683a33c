import type { ChannelId, PeerId, UserId } from '../../../ids.ts'

/** As whom people write in supergroups unless they say otherwise ("messages.saveDefaultSendAs"), and as which channels nobody may. */
export interface SendAsReads {
  /** Missing for who chose nothing: as oneself. */
  get(channel: ChannelId, userId: UserId): Promise<PeerId | undefined>
  isBanned(channel: ChannelId, sender: ChannelId): Promise<boolean>
  /** Whether a channel of somebody's is banned there, so that he or she writes as none. */
  isOwnerBanned(channel: ChannelId, owner: UserId): Promise<boolean>
  countBanned(channel: ChannelId): Promise<number>
}

export interface SendAsWrites extends SendAsReads {
  set(channel: ChannelId, userId: UserId, peer: PeerId | undefined): Promise<void>
  setBanned(channel: ChannelId, sender: ChannelId, banned: boolean): Promise<void>
}
