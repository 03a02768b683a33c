import type { UnixTime, UserId } from '../../../ids.ts'

/** A state that a device was given: it then knew the changes without `pts` of its user's box up to a number. */
export interface ToldMark {
  readonly upTo: number
  /** The date of the state. */
  readonly date: UnixTime
}

/** How far a device was told of the changes without `pts` (`changes/told.ts`). */
export interface ToldChanges {
  /** The last states that it was given, one at least, by rising dates. */
  readonly marks: readonly [ToldMark, ...ToldMark[]]
  /** The last of them came with some of what there was to tell, and not with all. */
  readonly partly: boolean
}

/** A permanent key that a user signed in with: one row of the list of devices. */
export interface Authorization {
  readonly authKeyId: bigint
  readonly userId: UserId
  /** The name of this authorization in `account.getAuthorizations`, random. */
  readonly hash: bigint
  readonly createdAt: UnixTime
  readonly activeAt: UnixTime
  /** The address heard from last; empty if unknown. */
  readonly ip: string
  /** The key that signed this one in (`auth.importAuthorization`); the two end together. */
  readonly parent?: bigint | undefined
  /** Another device, or time, vouched for it. */
  readonly confirmed: boolean
  readonly secretChatsOff: boolean
  readonly callsOff: boolean
  /** The device is signed out if it is not used until then. */
  readonly endsAt: UnixTime
  /** Absent as long as it was given no state since it was signed in. */
  readonly told?: ToldChanges | undefined
}

/** What a new authorization may leave out. */
export type NewAuthorization = Pick<Authorization, 'authKeyId' | 'userId' | 'hash' | 'createdAt' | 'activeAt'> &
  Partial<Authorization>

export interface AuthorizationReads {
  get(authKeyId: bigint): Promise<Authorization | undefined>
  ofUser(userId: UserId): Promise<Authorization[]>
  /** Those whose time without use ended before `time`. */
  ended(time: UnixTime, limit: number): Promise<Authorization[]>
  /** When any device was last used; undefined if none ever was. Looks at all of them. */
  lastUse(): Promise<UnixTime | undefined>
}

export interface AuthorizationWrites extends AuthorizationReads {
  /** Replaces what the key was authorized for before. */
  put(authorization: NewAuthorization): Promise<void>
  touch(authKeyId: bigint, activeAt: UnixTime): Promise<void>
  /** Does nothing if the key is not authorized, or for another user by now. */
  setTold(authKeyId: bigint, userId: UserId, told: ToldChanges): Promise<void>
  /** False if the key was not authorized. */
  remove(authKeyId: bigint): Promise<boolean>
}
