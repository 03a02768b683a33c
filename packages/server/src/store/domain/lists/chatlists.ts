import type { PeerId, UnixTime, UserId } from '../../../ids.ts'

/** A link by which the owner of a folder shares chats that are in it ("Folders", shared folders). */
export interface ChatlistLink {
  /** By what it is looked up; the secret part itself is for its owner alone. */
  readonly digest: Uint8Array
  readonly slug: string
  readonly owner: UserId
  /** The folder, by its number. */
  readonly filter: number
  readonly title: string
  readonly date: UnixTime
  readonly peers: readonly PeerId[]
}

/** That somebody has a folder by a link. */
export interface JoinedChatlist {
  readonly owner: UserId
  readonly filter: number
  readonly digest: Uint8Array
  /** The chats that the person came to with the folder. */
  readonly came: readonly PeerId[]
  /** Chats of the link that the person does not want to be told of. */
  readonly hidden: readonly PeerId[]
}

export interface ChatlistReads {
  link(digest: Uint8Array): Promise<ChatlistLink | undefined>
  /** Those of one folder, the oldest first. */
  linksOf(owner: UserId, filter: number): Promise<ChatlistLink[]>
  /** The folders that somebody has by links. */
  joined(owner: UserId): Promise<JoinedChatlist[]>
}

export interface ChatlistWrites extends ChatlistReads {
  /** Adds a link, or changes what it is called and shares. */
  putLink(link: ChatlistLink): Promise<void>
  removeLink(digest: Uint8Array): Promise<void>
  putJoined(joined: JoinedChatlist): Promise<void>
  /** A folder is shared no more: its links are gone, and that it is there by one. */
  forget(owner: UserId, filter: number): Promise<void>
}
