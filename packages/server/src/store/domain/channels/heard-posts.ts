import type { ChannelId, UnixTime, UserId } from '../../../ids.ts'
import type { PostName } from './channels.ts'

/** A message of a supergroup that is to be heard or looked at, and that somebody has opened. */
export interface HeardPost extends PostName {
  /** The one who was asked about is among them. */
  readonly byViewer: boolean
}

/** Who has opened voice and round video messages of supergroups: a row for each who did, for some days. */
export interface HeardPostReads {
  /** Those of them that anybody has opened. */
  among(posts: readonly PostName[], viewer: UserId | undefined): Promise<HeardPost[]>
}

export interface HeardPostWrites extends HeardPostReads {
  /** Gives those that nobody had opened before, and those that this person had not. */
  add(
    channel: ChannelId,
    ids: readonly number[],
    userId: UserId,
    date: UnixTime,
  ): Promise<{ readonly first: number[]; readonly own: number[] }>
  /** Forgets messages altogether. */
  remove(channel: ChannelId, ids: readonly number[]): Promise<void>
  /** Forgets what was opened before a time; tells how much. */
  forgetBefore(time: UnixTime, limit: number): Promise<number>
}
