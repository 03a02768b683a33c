import type { BoxId, PeerId } from '../../../ids.ts'

/** What a user did to a dialog besides talking in it. Every dialog has marks, most have the plain ones. */
export interface DialogMarks {
  readonly peer: PeerId
  /** The peer folder: 0 is the main list, 1 the archive. */
  readonly folder: number
  /** 0 if it is not pinned; otherwise the higher, the nearer to the top of its folder. */
  readonly pinned: number
  /** Marked as unread by hand. */
  readonly unread: boolean
}

export interface DialogMarkReads {
  get(box: BoxId, peer: PeerId): Promise<DialogMarks>
  /** One for each of `peers`, in no particular order. */
  many(box: BoxId, peers: readonly PeerId[]): Promise<DialogMarks[]>
  /** The pinned peers of a folder, from the top down. */
  pinned(box: BoxId, folder: number): Promise<PeerId[]>
  /** The peers marked as unread by hand. */
  unread(box: BoxId): Promise<PeerId[]>
}

export interface DialogMarkWrites extends DialogMarkReads {
  put(box: BoxId, marks: DialogMarks): Promise<void>
}
