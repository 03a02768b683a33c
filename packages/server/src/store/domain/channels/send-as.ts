import type { ChannelId, PeerId, UnixTime, UserId } from '../../../ids.ts'

/** A channel as which nobody may write. */
export interface SenderBan {
  readonly sender: ChannelId
  /** Missing for one of before that was kept. */
  readonly by?: UserId | undefined
  readonly date: UnixTime
}

/** As whom people write in supergroups unless they say otherwise ("messages.saveDefaultSendAs"), and as which channels nobody may. */
export interface SendAsReads {
  /** Missing for who chose nothing: as oneself. */
  get(channel: ChannelId, userId: UserId): Promise<PeerId | undefined>
  ban(channel: ChannelId, sender: ChannelId): Promise<SenderBan | undefined>
  /** All of a channel's, the newest first: there are few (`countBanned`). */
  bans(channel: ChannelId): Promise<SenderBan[]>
  /** Whether a channel of somebody's is banned there, so that he or she writes as none. */
  isOwnerBanned(channel: ChannelId, owner: UserId): Promise<boolean>
  countBanned(channel: ChannelId): Promise<number>
}

export interface SendAsWrites extends SendAsReads {
  set(channel: ChannelId, userId: UserId, peer: PeerId | undefined): Promise<void>
  /** In place of one that stood there. */
  putBan(channel: ChannelId, ban: SenderBan): Promise<void>
  removeBan(channel: ChannelId, sender: ChannelId): Promise<void>
}
