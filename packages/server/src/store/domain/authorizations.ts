import type { UnixTime, UserId } from './ids.ts'

/** A permanent key that a user signed in with: one row of the list of devices. */
export interface Authorization {
  readonly authKeyId: bigint
  readonly userId: UserId
  /** The name of this authorization in `account.getAuthorizations`, random. */
  readonly hash: bigint
  readonly createdAt: UnixTime
  readonly activeAt: UnixTime
}

export interface AuthorizationReads {
  get(authKeyId: bigint): Promise<Authorization | undefined>
  ofUser(userId: UserId): Promise<Authorization[]>
}

export interface AuthorizationWrites extends AuthorizationReads {
  /** Replaces what the key was authorized for before. */
  put(authorization: Authorization): Promise<void>
  touch(authKeyId: bigint, activeAt: UnixTime): Promise<void>
  /** False if the key was not authorized. */
  remove(authKeyId: bigint): Promise<boolean>
}
