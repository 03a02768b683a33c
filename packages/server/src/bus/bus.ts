import type { api } from '@chappe/tl-codec/api'
import type { BoxId, ChannelId, UnixTime, UserId } from '../ids.ts'

/** One session of one key. */
export interface SessionName {
  readonly authKeyId: bigint
  readonly sessionId: bigint
}

/**
 * What has changed, said by the unit that changed it: plain data, in which nobody is shown to anybody yet. What becomes of
 * it for each viewer is made after the commit by each gateway, for the sessions that it holds (`delivery/`).
 */
export type Announcement =
  | BoxAdvanced
  | ChannelAdvanced
  | ChannelChanged
  | ChannelTold
  | MembershipChanged
  | UnnumberedChange
  | Passing
  | UserChanged
  | StatusChanged
  | ForKey
  | DeviceAdvanced
  | DeviceTold

/** Who is told of a change of a box: all sessions of its owner but the one that caused it and has its answer. */
export interface Told<Box extends BoxId = UserId> {
  readonly box: Box
  readonly date: UnixTime
  readonly except?: SessionName | undefined
}

/** All messages and events of a box whose `pts` is above `from` and not above `to`. They are in the store. */
export interface BoxAdvanced extends Told {
  readonly type: 'advanced'
  readonly from: number
  readonly to: number
  /** The edits among them have changed the reactions to messages, of which there is an update of its own. */
  readonly reactions?: boolean | undefined
  /** The same as it is stored, if it is events alone: edits without their content. */
  readonly events?: readonly api.Update[] | undefined
  /** The same where it is a message that needs nobody beside it. */
  readonly short?: ShortMessage | undefined
}

/** A message in the short form ("Working with Updates"). */
export type ShortMessage = api.updateShortMessage | api.updateShortChatMessage

/** The same of a channel's log, for all who are in it and connected. */
export interface ChannelAdvanced extends Told<ChannelId> {
  readonly type: 'channel'
  readonly from: number
  readonly to: number
}

/** A channel is to be looked at anew by all who are in it and connected. */
export interface ChannelChanged extends Told<ChannelId> {
  readonly type: 'channelChanged'
}

/**
 * What is over when it is heard, for all who are in a channel and connected. Of reactions and polls it says only which: they are
 * told as they are then.
 */
export interface ChannelTold extends Told<ChannelId> {
  readonly type: 'channelTold'
  readonly update: api.Update
  /** Who did it, and is not told of it. */
  readonly by?: UserId | undefined
}

/** Somebody came into a channel, or is in it no more: who is connected is told of what happens there from now on, or not. */
export interface MembershipChanged {
  readonly type: 'membership'
  readonly channel: ChannelId
  readonly userId: UserId
  /** It stays in its process: words of several may overtake each other, so others read what is stored. */
  readonly present?: boolean
}

/** Changes without `pts`, by their own numbers: above `from` and not above `to`. They are in the store until others replace them. */
export interface UnnumberedChange extends Told {
  readonly type: 'unnumbered'
  readonly from: number
  readonly to: number
  /**
   * What those are told who have seen all before it. Of a poll it only says which. It stays in its process: others cannot
   * know whether their people have, and read what is stored.
   */
  readonly update?: api.Update | undefined
}

/** What is over when it is heard, and kept nowhere. Names nobody whom its receivers might not know. */
export interface Passing extends Told {
  readonly type: 'passing'
  readonly update: api.Update
}

/** Somebody is to be looked at anew by everyone concerned, each as far as he may see. */
export interface UserChanged {
  readonly type: 'user'
  readonly userId: UserId
  readonly date: UnixTime
}

/** Somebody has come or gone, for those who may know. */
export interface StatusChanged {
  readonly type: 'status'
  readonly userId: UserId
  readonly date: UnixTime
}

/** For all sessions of a key, whoever is signed in by it, or nobody. */
export interface ForKey {
  readonly type: 'key'
  readonly authKeyId: bigint
  readonly update: api.Update
  readonly date: UnixTime
}

/**
 * What waits for one device alone has moved on, by the numbers of its queue: above `from` and not above `to`. All of it is in the
 * store until the device has acknowledged it.
 */
export interface DeviceAdvanced {
  readonly type: 'device'
  /** Whose device it is. */
  readonly userId: UserId
  /** The permanent key of the device. */
  readonly authKeyId: bigint
  readonly from: number
  readonly to: number
  readonly date: UnixTime
  /** What happened; without it the device is told to ask. */
  readonly update?: api.Update | undefined
}

/** For one device alone; over when it is heard, and kept nowhere. */
export interface DeviceTold {
  readonly type: 'deviceTold'
  readonly authKeyId: bigint
  readonly update: api.Update
  readonly date: UnixTime
}

/**
 * What one part of the server tells all gateways. A doorbell, never the truth: whoever misses a message finds out from
 * the next `pts` or from the store. Between processes it is bytes (`bus-message.ts`).
 */
export type BusMessage =
  | Announcement
  /**
   * Who is signed in by this key has changed; `userId` is missing when nobody is. `by` signed itself out, and knows. The
   * version is that of the change (`keyChanges` of the store): whoever knows a later one is told nothing new.
   */
  | {
      readonly type: 'authorization'
      readonly authKeyId: bigint
      readonly version: number
      readonly userId?: UserId | undefined
      readonly by?: SessionName | undefined
    }
  /** A temporary key acts for a permanent one from now on, as this request has asked. */
  | { readonly type: 'bound'; readonly temporary: bigint; readonly permanent: bigint; readonly requestId: string }
  /** A bot has answered what it was asked: the answer is in the store. */
  | { readonly type: 'botAnswered'; readonly queryId: bigint }
  /** The key is no more. */
  | { readonly type: 'keyDestroyed'; readonly authKeyId: bigint }

/**
 * How the processes that share a store tell each other of what is in it. What a process publishes reaches its own listeners
 * at once, in the order published; on the way to others a message may be late, come before an earlier one, come twice or
 * not at all.
 */
export interface Bus {
  publish(message: BusMessage): void
  /** Calls `listener` for each message; the answer ends it. */
  subscribe(listener: (message: BusMessage) => void): () => void
}
