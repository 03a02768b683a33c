import type { BoxId, UnixTime, UserId } from '../../../ids.ts'
import type { StoredMessage } from './messages.ts'

/** The `pts` of an empty box. Not 0, which clients take for "unknown". */
export const firstPts = 1

/**
 * The counters of a box. `pts` counts its changes, `lastMessageId` its messages; a new message takes one of each, and no
 * message number is ever given without a `pts`. `qts` is what the public API counts by it, secret messages and events of
 * bots, of which there are none yet; it never goes back.
 */
export interface BoxState {
  readonly pts: number
  readonly lastMessageId: number
  /** How many changes without `pts` there were (see `unnumbered-changes.ts`). */
  readonly unnumbered: number
  readonly qts: number
  readonly seq: number
}

/** A change other than a new message: an edit, a deletion, a read mark. */
export interface BoxEvent {
  /** The counter after the change. */
  readonly pts: number
  readonly ptsCount: number
  readonly date: UnixTime
  /** A boxed TL `Update`, in the layer that was today's when it was written. */
  readonly update: Uint8Array
}

export interface Difference<Box extends BoxId = UserId> {
  /** New messages and other changes, each in the order of `pts`. */
  readonly messages: StoredMessage<Box>[]
  readonly events: BoxEvent[]
  /** Up to where these tell everything. */
  readonly pts: number
  /** There is more after `pts`. */
  readonly more: boolean
}

export interface Advance {
  readonly box: BoxId
  /** By how much `pts` grows. */
  readonly pts: number
  /** How many message numbers are taken, from `lastMessageId + 1` on. */
  readonly messages: number
  /** How many changes without `pts` are written down. Default: none. */
  readonly unnumbered?: number | undefined
  /** How many changes are counted by `qts`, of a bot. Default: none. */
  readonly qts?: number | undefined
}

/** One step of forgetting old changes, which goes through all boxes bit by bit. */
export interface ForgetEvents {
  /** The step begins with this box, or with the next one that there is; without it, with the first. */
  readonly from?: BoxId | undefined
  /** Changes from this time on are kept. */
  readonly before: UnixTime
  /** So much of each box's `pts` is kept however old it is. */
  readonly keep: number
  /** How many boxes are looked at, and how many changes forgotten, at most. */
  readonly limit: number
}

export interface BoxReads {
  state(box: BoxId): Promise<BoxState | undefined>
  /** Those of these boxes that exist. */
  states<Box extends BoxId>(boxes: readonly Box[]): Promise<Map<Box, BoxState>>
  /**
   * What happened after `pts`, at most `limit` changes; `undefined` if some of that was forgotten. All of it is read from
   * one moment, also while changes are being forgotten.
   */
  difference<Box extends BoxId>(box: Box, pts: number, limit: number): Promise<Difference<Box> | undefined>
}

export interface BoxWrites extends BoxReads {
  /**
   * Moves counters on, and holds these boxes until the unit ends: whoever also needs one of them waits. Answers in the
   * order asked. A unit must take all its boxes in one call (or in rising order), so that two units never wait for each
   * other. Fails if a box does not exist.
   */
  advance(steps: readonly Advance[]): Promise<BoxState[]>
  /** Writes down the change whose `pts` was taken by the last `advance` of the box. */
  addEvent(box: BoxId, event: BoxEvent): Promise<void>
  /**
   * Forgets old changes, the oldest of a box first and never one that is newer than one that stays. Messages are no
   * changes in this sense: they stay. Answers where the next step goes on (its `from`), `undefined` after the last box.
   */
  forgetEvents(step: ForgetEvents): Promise<BoxId | undefined>
}
