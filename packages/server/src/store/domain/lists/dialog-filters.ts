import type { UserId } from '../../../ids.ts'

/** A folder of the user interface: a saved search over dialogs. */
export interface StoredDialogFilter {
  /** Chosen by the client that made it; unique for its owner. */
  readonly id: number
  /** A boxed TL `DialogFilter`, in the layer that was today's when it was written. */
  readonly data: Uint8Array
}

export interface DialogFilterReads {
  /** In the order that the owner gave them. */
  list(owner: UserId): Promise<StoredDialogFilter[]>
}

export interface DialogFilterWrites extends DialogFilterReads {
  /** Replaces the filter of this id in its place, or adds it at the end. */
  put(owner: UserId, filter: StoredDialogFilter): Promise<void>
  /** False if there was none. */
  remove(owner: UserId, id: number): Promise<boolean>
  /** Puts the filters into this order; those that are not named follow in the order they had. */
  reorder(owner: UserId, ids: readonly number[]): Promise<void>
}
