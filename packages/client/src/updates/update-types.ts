import type { api } from '@chappe/tl-codec/api'

/** The counters of an account ("Working with Updates"). What is stored to go on later. */
export interface UpdatesState {
  readonly pts: number
  readonly qts: number
  /** Unix time in seconds. */
  readonly date: number
  readonly seq: number
  readonly channels: ReadonlyMap<bigint, number>
}

/** An update with the people and chats that came with it. */
export interface Delivered {
  readonly update: api.Update
  readonly users: readonly api.User[]
  readonly chats: readonly api.Chat[]
}

export type UpdateAction =
  | { readonly type: 'deliver'; readonly delivered: Delivered }
  | { readonly type: 'getState' }
  | { readonly type: 'getDifference'; readonly pts: number; readonly qts: number; readonly date: number }
  | { readonly type: 'getChannelDifference'; readonly channelId: bigint; readonly pts: number }
  /** What happened between the two numbers cannot be had any more: lists of messages are to be loaded anew. */
  | ({ readonly type: 'gap' } & Gap)

/**
 * Why updates are lost: the server does not keep that many (`TOO_LONG`), refuses to tell from here (`REFUSED`), tells
 * what does not decode (`UNDECODABLE`), tells nothing new although something is missing (`NO_PROGRESS`), or the channel
 * is not known to this client (`CHANNEL_UNKNOWN`).
 */
export type GapReason = 'TOO_LONG' | 'REFUSED' | 'UNDECODABLE' | 'NO_PROGRESS' | 'CHANNEL_UNKNOWN'

/** Updates that are lost for good. */
export interface Gap {
  /** Undefined for private chats, basic groups and everything else that has no counter of its own. */
  readonly channelId: bigint | undefined
  /** The counter (pts) up to which everything was delivered. */
  readonly from: number
  /** The counter from which on it goes on; undefined when that is not known before the next update. */
  readonly to: number | undefined
  readonly reason: GapReason
  /** REFUSED, UNDECODABLE: what was answered. */
  readonly error?: Error | undefined
}

export interface UpdateStateLimits {
  /** How long a missing update is waited for before the difference is asked for, in ms. Default 500. */
  readonly gapPatienceMs: number
  /** Updates that wait behind a gap, for each counter. Default 1,000. */
  readonly maxEarly: number
  /** Channels whose counters are remembered; the ones least heard of are forgotten. Default 10,000. */
  readonly maxChannels: number
}

export const DEFAULT_UPDATE_STATE_LIMITS: UpdateStateLimits = {
  gapPatienceMs: 500,
  maxEarly: 1000,
  maxChannels: 10_000,
}
