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
  | { readonly type: 'gap'; readonly channelId: bigint | undefined; readonly from: number; readonly to: number }

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
