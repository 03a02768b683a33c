import type { BoxId, PeerId, UnixTime, UserId } from '../../../ids.ts'

/** After how many seconds the messages of a chat delete themselves; 0 for never. */
export interface AutoDeletePeriods {
  /** As was set for the chat, if it ever was. */
  readonly chat?: number | undefined
  /** What the owner of the box wants in new chats, if anything. */
  readonly newChats?: number | undefined
}

/** In somebody's own box or in a channel's log. */
export interface ExpiringMessage {
  readonly box: BoxId
  readonly id: number
}

export interface AutoDeleteReads {
  periods(box: UserId, peer: PeerId): Promise<AutoDeletePeriods>
  /** Of the chats that have one other than 0. */
  ofChats(box: UserId, peers: readonly PeerId[]): Promise<Map<PeerId, number>>
  /** Messages whose time is over. */
  expired(now: UnixTime, limit: number): Promise<ExpiringMessage[]>
}

export interface AutoDeleteWrites extends AutoDeleteReads {
  setChat(box: UserId, peer: PeerId, period: number): Promise<void>
  setNewChats(box: UserId, period: number): Promise<void>
  expireAt(message: ExpiringMessage, time: UnixTime): Promise<void>
  /** The message needs no further care, because it is gone or stays. */
  forget(messages: readonly ExpiringMessage[]): Promise<void>
}
