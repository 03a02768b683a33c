import type { ChannelId, PeerId, UnixTime, UserId } from '../../../ids.ts'

/** A topic of a forum. Its messages are those of the thread with its number. */
export interface TopicRecord {
  readonly channel: ChannelId
  /** Of the message with which it began; 1 for the General topic. */
  readonly id: number
  readonly title: string
  readonly iconColor: number
  /** 0 for none. */
  readonly iconEmojiId: bigint
  readonly creator: PeerId
  readonly date: UnixTime
  readonly closed: boolean
  readonly hidden: boolean
  /** Its place among those that are pinned, from 1 on; 0 for one that is not. */
  readonly pinned: number
  /** Its newest message. Kept by the store where threads change. */
  readonly topMessage: number
}

export interface TopicPage {
  readonly channel: ChannelId
  /** Only topics in whose folded titles this stands; empty for all. */
  readonly query: string
  /** Only those whose newest message is below this number, or which have the same and a lower number. Default: from the first. */
  readonly below?: { readonly topMessage: number; readonly id: number } | undefined
  readonly limit: number
}

export interface TopicReads {
  get(channel: ChannelId, id: number): Promise<TopicRecord | undefined>
  /** In no particular order. */
  many(channel: ChannelId, ids: readonly number[]): Promise<TopicRecord[]>
  /** Without those that are pinned; what was said in last comes first. */
  page(page: TopicPage): Promise<TopicRecord[]>
  /** In their order. */
  pinned(channel: ChannelId): Promise<TopicRecord[]>
  count(channel: ChannelId, query: string): Promise<number>
  /** The number of the first message that was said in a topic; what is older was said before the group was a forum. */
  beganAt(channel: ChannelId): Promise<number>
  /** Whether somebody wants to see a forum as one list of messages. */
  seenAsMessages(userId: UserId, channels: readonly ChannelId[]): Promise<Set<ChannelId>>
}

export interface TopicWrites extends TopicReads {
  /** Whether anything of others is unread in some topic, all up to `above` being read in every topic. */
  isAnyUnread(userId: UserId, channel: ChannelId, above: number): Promise<boolean>
  /** Stores a topic, or changes the one of this number, whose newest message stays. `search` is the folded title. */
  put(topic: TopicRecord, search: string): Promise<void>
  /** Pins exactly these topics, in this order. */
  setPinned(channel: ChannelId, ids: readonly number[]): Promise<void>
  remove(channel: ChannelId, id: number): Promise<void>
  seeAsMessages(userId: UserId, channel: ChannelId, enabled: boolean): Promise<void>
}
