import type { UnixTime, UserId } from './ids.ts'

export interface Contact {
  readonly userId: UserId
  readonly firstName: string
  readonly lastName: string
  /** The number under which the owner saved this person; empty if unknown to the owner. */
  readonly phone: string
  readonly addedAt: UnixTime
}

/** How a viewer and another user stand to each other. */
export interface Relation {
  readonly userId: UserId
  /** The other one in the viewer's list. */
  readonly contact?: Contact | undefined
  /** The viewer is in the other one's list. */
  readonly listed: boolean
}

export interface ContactReads {
  /** By user id. */
  list(owner: UserId): Promise<Contact[]>
  /** One for each of `users` with any relation at all. */
  relations(viewer: UserId, users: readonly UserId[]): Promise<Relation[]>
}

export interface ContactWrites extends ContactReads {
  put(owner: UserId, contact: Contact): Promise<void>
  /** False if there was none. */
  remove(owner: UserId, userId: UserId): Promise<boolean>
}
