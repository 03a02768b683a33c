import type { UserId } from '../../../ids.ts'
import type { StoredDocument } from '../files/documents.ts'

/** The lists of documents that somebody collects: GIFs, sounds for notifications, and music that is shown on the profile. */
export type SavedDocumentList = 'gifs' | 'ringtones' | 'music'

export interface SavedDocumentReads {
  /** The ids of its documents, the one that was saved last first. */
  ids(owner: UserId, list: SavedDocumentList): Promise<number[]>
  /** The same with all that is stored of them. */
  all(owner: UserId, list: SavedDocumentList): Promise<StoredDocument[]>
}

/** A document that is in a list stays as one does that a message shows. */
export interface SavedDocumentWrites extends SavedDocumentReads {
  /**
   * Puts it to the front, in place of others with the same content; of more than `max` the oldest go. False if it was at the
   * front already.
   */
  save(owner: UserId, list: SavedDocumentList, document: number, max: number): Promise<boolean>
  /** Puts one of a list right behind another of it. False if it stands there already. */
  moveBehind(owner: UserId, list: SavedDocumentList, document: number, other: number): Promise<boolean>
  /** False if it was not there. */
  remove(owner: UserId, list: SavedDocumentList, document: number): Promise<boolean>
}
