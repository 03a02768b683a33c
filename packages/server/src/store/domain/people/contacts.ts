import type { UnixTime, UserId } from '../../../ids.ts'

export interface Contact {
  readonly userId: UserId
  readonly firstName: string
  readonly lastName: string
  /** The number under which the owner saved this person; empty if unknown to the owner. */
  readonly phone: string
  readonly addedAt: UnixTime
  readonly closeFriend: boolean
  /** A boxed TL `TextWithEntities`, for the owner alone. */
  readonly note?: Uint8Array | undefined
  /** A boxed TL `UserProfilePhoto` that the owner has given to this person, for the owner alone. */
  readonly photo?: Uint8Array | undefined
}

/** What a new contact may leave out. */
export type NewContact = Pick<Contact, 'userId' | 'firstName' | 'lastName' | 'phone' | 'addedAt'> &
  Partial<Omit<Contact, 'photo'>>

/** A number that nobody has, or that its owner is not found by, as someone saved it. */
export interface SavedContact {
  readonly phone: string
  readonly firstName: string
  readonly lastName: string
  readonly date: UnixTime
}

/** How a viewer and another user stand to each other. */
export interface Relation {
  readonly userId: UserId
  /** The other one in the viewer's list. */
  readonly contact?: Contact | undefined
  /** The viewer is in the other one's list. */
  readonly listed: boolean
  /** The viewer is in the other one's list as a close friend. */
  readonly closeFriendOf: boolean
}

export interface ContactReads {
  /** By user id. */
  list(owner: UserId): Promise<Contact[]>
  /** One for each of `users` with any relation at all. */
  relations(viewer: UserId, users: readonly UserId[]): Promise<Relation[]>
  /** Who has this user in the list. */
  owners(userId: UserId, limit: number): Promise<UserId[]>
  saved(owner: UserId): Promise<SavedContact[]>
  countSaved(owner: UserId): Promise<number>
}

export interface ContactWrites extends ContactReads {
  /** One that is in the list already keeps its photo. */
  put(owner: UserId, contact: NewContact): Promise<void>
  /** Of somebody in the list. */
  setPhoto(owner: UserId, userId: UserId, photo: Uint8Array | undefined): Promise<void>
  /** False if there was none. */
  remove(owner: UserId, userId: UserId): Promise<boolean>
  /** Exactly these of the owner's contacts are close friends. */
  setCloseFriends(owner: UserId, users: readonly UserId[]): Promise<void>
  putSaved(owner: UserId, contact: SavedContact): Promise<void>
  removeSaved(owner: UserId, phones: readonly string[]): Promise<void>
  clearSaved(owner: UserId): Promise<void>
  /** Takes a number out of everyone's saved ones, and tells whose they were. */
  takeSaved(phone: string): Promise<(SavedContact & { readonly owner: UserId })[]>
}
