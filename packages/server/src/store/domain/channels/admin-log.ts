import type { ChannelId, UnixTime, UserId } from '../../../ids.ts'

/** What somebody did in a channel that its admins look after ("Admin log"). */
export interface AdminEvent {
  readonly channel: ChannelId
  /** Rises with each event of a channel, and is never given twice there. */
  readonly id: number
  readonly userId: UserId
  readonly date: UnixTime
  /** A `ChannelAdminLogEventAction` in TL bytes. */
  readonly action: Uint8Array
}

export interface NewAdminEvent extends Omit<AdminEvent, 'id'> {
  /** What it is among the public filters, as their flags. */
  readonly kinds: number
  /** To whom it was done. */
  readonly person?: UserId | undefined
  /** What a search looks at, folded. */
  readonly words: string
}

export interface AdminEventQuery {
  readonly channel: ChannelId
  /** Not before. */
  readonly since: UnixTime
  /** Below this number; 0 for no bound. */
  readonly maxId: number
  /** Above this number. */
  readonly minId: number
  readonly limit: number
  /** Those that are at least one of these. Default: all. */
  readonly kinds?: number | undefined
  /** Those that one of these did. Default: all. */
  readonly by?: readonly UserId[] | undefined
  /** Those that have these words, or that one of these people did or was concerned by. Default: all. */
  readonly search?: { readonly words: string; readonly people: readonly UserId[] } | undefined
}

export interface AdminLogReads {
  /** Newest first. A search looks at a bounded number of events, the newest that the rest of the question leaves. */
  page(query: AdminEventQuery): Promise<AdminEvent[]>
  /** Who did something there or was concerned by it, at most `limit`. */
  people(channel: ChannelId, since: UnixTime, limit: number): Promise<UserId[]>
}

export interface AdminLogWrites extends AdminLogReads {
  add(event: NewAdminEvent): Promise<void>
  /** Removes events from before a time, at most `limit`; tells how many. */
  removeBefore(time: UnixTime, limit: number): Promise<number>
}
