import type { PeerId, UnixTime, UserId } from '../../../ids.ts'
import type { HistoryQuery } from '../chats/messages.ts'
import type { MessageName } from '../chats/reactions.ts'
import type { DialogQuery } from './dialogs.ts'

/** The messages of someone's chat with oneself that were saved from one chat ("Saved messages", "Saved message dialogs"). */
export interface SavedDialog {
  readonly peer: PeerId
  readonly topMessage: number
  readonly topDate: UnixTime
  readonly messageCount: number
  readonly pinned: boolean
}

/** A page of the list of saved dialogs, as one of the list of dialogs. */
export type SavedDialogQuery = Omit<DialogQuery, 'folder'>

/** Some messages of a saved dialog; 0 stands for no bound. */
export interface SavedRange {
  /** None above it. */
  readonly maxId: number
  /** None from before it. */
  readonly minDate: UnixTime
  /** None from after it. */
  readonly maxDate: UnixTime
}

/** A dialog is there as long as it has messages. */
export interface SavedDialogReads {
  get(box: UserId, peer: PeerId): Promise<SavedDialog | undefined>
  many(box: UserId, peers: readonly PeerId[]): Promise<SavedDialog[]>
  page(box: UserId, query: SavedDialogQuery): Promise<SavedDialog[]>
  count(box: UserId): Promise<number>
  /** From the top down. */
  pinned(box: UserId): Promise<SavedDialog[]>
  /** The numbers of a page of a saved dialog, newest first, cut as a history is. */
  messages(query: HistoryQuery): Promise<number[]>
  /** The numbers of its messages in a range, newest first. */
  range(box: UserId, peer: PeerId, range: SavedRange, limit: number): Promise<number[]>
  /** Messages that are known to stand in no saved dialog yet, as those from before there were any. Mostly there are none. */
  withoutDialog(limit: number): Promise<MessageName[]>
}

export interface SavedDialogWrites extends SavedDialogReads {
  /** A message was saved, now or once. */
  add(box: UserId, peer: PeerId, message: { readonly id: number; readonly date: UnixTime }): Promise<void>
  /** Messages are saved no longer; tells whether a pinned dialog came to its end thereby. */
  remove(box: UserId, ids: readonly number[]): Promise<boolean>
  /** These have been looked at: they were added to their dialogs, or belong to none. */
  sorted(names: readonly MessageName[]): Promise<void>
  /** Exactly these are pinned, in this order from the top down. */
  setPinned(box: UserId, order: readonly PeerId[]): Promise<void>
}
