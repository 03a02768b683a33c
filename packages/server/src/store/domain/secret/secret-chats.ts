import type { UnixTime, UserId } from '../../../ids.ts'

/** One of the two ends of a secret chat: a person, and once the chat is theirs one device of that person. */
export interface SecretChatEnd {
  readonly userId: UserId
  /** The permanent key of the device. Undefined as long as the request has not been accepted by any. */
  readonly authKeyId: bigint | undefined
  /** Another one for each end. */
  readonly accessHash: bigint
  /** How many service messages this end has sent. */
  readonly services: number
}

export type SecretChatState = 'requested' | 'accepted' | 'ended'

/** What the server knows of a secret chat: whose it is and the two public values, and nothing of what is said in it. */
export interface SecretChat {
  /** Chosen by whoever asked for it: any 32 bits, as a signed number. */
  readonly id: number
  readonly state: SecretChatState
  /** When it was asked for. */
  readonly date: UnixTime
  /** When it came into this state. */
  readonly changedAt: UnixTime
  readonly creator: SecretChatEnd
  readonly participant: SecretChatEnd
  /** Both are empty once it has ended, and `gB` before it was accepted. */
  readonly gA: Uint8Array
  readonly gB: Uint8Array
  readonly fingerprint: bigint
  /** Whoever ended it asked the other end to delete all that was said. */
  readonly historyDeleted: boolean
}

/** A message that was taken already, as its sender named it. */
export interface SentSecretMessage {
  readonly chat: number
  readonly byCreator: boolean
  readonly randomId: bigint
  readonly date: UnixTime
  /** The encrypted file that came with it. */
  readonly file: number | undefined
  /** How many service messages the other end had sent by then. */
  readonly services: number
}

/** Up to when one end has read what the other one sent, by the dates of the messages, and when that was. */
export interface SecretRead {
  readonly maxDate: UnixTime
  readonly date: UnixTime
}

export interface SecretChatReads {
  get(id: number): Promise<SecretChat | undefined>
  many(ids: readonly number[]): Promise<Map<number, SecretChat>>
  /** Those that have not ended and that this device has asked for or accepted, at most `limit`. */
  openOfDevice(authKeyId: bigint, limit: number): Promise<SecretChat[]>
  /** Those that have not ended between two people, whoever asked, at most `limit`. */
  openBetween(one: UserId, other: UserId, limit: number): Promise<SecretChat[]>
  /** Requests to somebody that nobody has answered, at most `limit`. */
  requestsTo(userId: UserId, limit: number): Promise<SecretChat[]>
  /** How many somebody has asked for that have not ended, and how many of these one person has not answered. */
  askedBy(userId: UserId, of: UserId): Promise<{ readonly open: number; readonly unanswered: number }>
  /** Requests from before a time that nobody has answered, the oldest first. */
  requestedBefore(time: UnixTime, limit: number): Promise<SecretChat[]>
  sent(chat: number, byCreator: boolean, randomId: bigint): Promise<SentSecretMessage | undefined>
  /** Up to when the end has read. */
  readOf(chat: number, byCreator: boolean): Promise<SecretRead | undefined>
}

export interface SecretChatWrites extends SecretChatReads {
  /** Adds one that was asked for just now. Not where there is one of this id. */
  add(chat: SecretChat): Promise<void>
  accept(
    id: number,
    by: { readonly authKeyId: bigint; readonly gB: Uint8Array; readonly fingerprint: bigint; readonly at: UnixTime },
  ): Promise<void>
  /** Ends it, and forgets what is of use to an open chat alone, but for its files, which `removeFilesOfEnded` takes. */
  end(id: number, how: { readonly historyDeleted: boolean; readonly at: UnixTime }): Promise<void>
  /** Notes that a message was taken; one of the same name gives way. */
  putSent(message: SentSecretMessage): Promise<void>
  /** One end has sent one more service message. */
  countService(id: number, byCreator: boolean): Promise<void>
  putRead(chat: number, byCreator: boolean, read: SecretRead): Promise<void>
  /** Forgets which messages were taken before a time, at most `limit`; tells how many. */
  removeSentBefore(time: UnixTime, limit: number): Promise<number>
  /** Forgets chats that ended before a time and of which no device has to be told any more; tells how many. */
  removeEnded(before: UnixTime, limit: number): Promise<number>
}
