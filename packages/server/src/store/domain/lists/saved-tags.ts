import type { PeerId, UserId } from '../../../ids.ts'

/** A reaction that someone sorts saved messages by ("Saved messages", "Tags"). */
export interface SavedTag {
  /** A boxed TL `Reaction`. */
  readonly reaction: Uint8Array
  /** What its owner calls it. */
  readonly title: string | undefined
  /** How many messages have it. */
  readonly count: number
}

export interface SavedTagReads {
  /** All that messages have or that have a title; with a peer, those of the messages of this saved dialog. Most used first. */
  list(box: UserId, peer?: PeerId): Promise<SavedTag[]>
}

export interface SavedTagWrites extends SavedTagReads {
  /** A message of this saved dialog has exactly these from now on. */
  set(box: UserId, peer: PeerId, id: number, reactions: readonly Uint8Array[]): Promise<void>
  /** The messages are gone, and with them their tags. */
  remove(box: UserId, ids: readonly number[]): Promise<void>
  /** Undefined takes the title away. */
  setTitle(box: UserId, reaction: Uint8Array, title: string | undefined): Promise<void>
}
