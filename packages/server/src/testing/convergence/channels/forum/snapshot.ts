import type { PostSnapshot } from '../snapshot.ts'

/** What somebody has of one topic, in a form in which the server's, a device's and the model's opinions can be compared. */
export interface TopicSnapshot {
  readonly id: number
  readonly title: string
  readonly closed: boolean
  readonly pinned: boolean
  readonly topMessage: number
  readonly unread: number
  /** By number. */
  readonly messages: readonly PostSnapshot[]
}

/** Pinned ones first, as they were pinned, and then those in which something was said last. */
export type ForumSnapshot = readonly TopicSnapshot[]

/** Which topics are pinned is told to those alone who are there: all others see it when they ask for the list. */
export function withoutPins(topics: ForumSnapshot): Omit<TopicSnapshot, 'pinned'>[] {
  return topics.map(({ pinned: _, ...topic }) => topic).sort((a, b) => a.id - b.id)
}

/** Unpinned ones in the order of a list of topics. */
export function byTopMessage(a: TopicSnapshot, b: TopicSnapshot): number {
  return b.topMessage - a.topMessage || b.id - a.id
}
