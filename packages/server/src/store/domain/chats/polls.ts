import type { BoxId, UnixTime, UserId } from '../../../ids.ts'

export interface NewPoll {
  readonly id: bigint
  readonly owner: UserId
  /**
   * A boxed TL `messageMediaPoll` without anybody's votes: the poll, and in its results the right answers and the
   * explanation, which are shown only to those who may see them.
   */
  readonly data: Uint8Array
  /** When it closes by itself; missing if it does not, or has. */
  readonly closeAt?: UnixTime | undefined
  /** When it is time to see whether any message still shows it; missing if it never is. */
  readonly checkAt?: UnixTime | undefined
}

export interface PollRecord extends NewPoll {
  /** Its owner has not looked at all votes yet. */
  readonly unreadVotes: boolean
}

export interface PollVote {
  readonly userId: UserId
  readonly options: readonly Uint8Array[]
  readonly date: UnixTime
}

export interface PollTally {
  readonly option: Uint8Array
  readonly voters: number
}

/** Which votes to list: those for one option or for any, from `offset` on. */
export interface PollVotesQuery {
  readonly option?: Uint8Array | undefined
  readonly offset: number
  readonly limit: number
}

/** A message that shows a poll, in somebody's own box or in a channel's log. */
export interface PollHolder {
  readonly box: BoxId
  readonly id: number
}

export interface PollReads {
  get(id: bigint): Promise<PollRecord | undefined>
  tally(id: bigint): Promise<PollTally[]>
  voterCount(id: bigint): Promise<number>
  voteOf(id: bigint, userId: UserId): Promise<PollVote | undefined>
  /** Who has voted, in no particular order. */
  voters(id: bigint, limit: number): Promise<UserId[]>
  /** The latest first. */
  votes(id: bigint, query: PollVotesQuery): Promise<PollVote[]>
  holders(id: bigint, limit: number): Promise<PollHolder[]>
  /** The numbers of the messages of one box that show it. */
  heldBy(id: bigint, box: BoxId): Promise<number[]>
  /** Those that should have closed by now. */
  due(now: UnixTime, limit: number): Promise<PollRecord[]>
  /** Those whose time to be checked has come, the first ones first. */
  toCheck(now: UnixTime, limit: number): Promise<PollRecord[]>
}

export interface PollWrites extends PollReads {
  /** Stores a poll without unread votes, or changes the one of this number, of which these stay as they are. */
  put(poll: NewPoll): Promise<void>
  setUnreadVotes(id: bigint, unread: boolean): Promise<void>
  /** Puts a vote in the place of the former one of this person; one without options only takes it back. */
  vote(id: bigint, vote: PollVote): Promise<void>
  addHolder(id: bigint, holder: PollHolder): Promise<void>
  removeHolders(id: bigint, holders: readonly PollHolder[]): Promise<void>
  /** Removes a poll with its votes. */
  remove(id: bigint): Promise<void>
}
