import type { UnixTime, UserId } from '../../../ids.ts'

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
  /** False if the key was not authorized. */
  remove(authKeyId: bigint): Promise<boolean>
}
