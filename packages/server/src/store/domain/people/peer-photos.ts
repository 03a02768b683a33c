import type { PeerId, UserId } from '../../../ids.ts'

/** Photos that somebody needs, the one that was put there last first. */
export type PhotoList =
  /** What a person shows and has shown; what a group or channel shows. */
  | { readonly peer: PeerId; readonly kind: 'shown' }
  /** What a person shows to those who may not see that. */
  | { readonly peer: UserId; readonly kind: 'fallback' }
  /** The photo that somebody has given to a contact, for himself alone. */
  | { readonly peer: UserId; readonly kind: 'personal'; readonly contact: UserId }

export interface PeerPhotoReads {
  has(list: PhotoList, photo: number): Promise<boolean>
  count(list: PhotoList): Promise<number>
  /** From the one at a place on, the first being at 0. */
  page(list: PhotoList, from: number, limit: number): Promise<number[]>
  /** How many are before a photo; undefined if that is not in the list. */
  placeOf(list: PhotoList, photo: number): Promise<number | undefined>
}

/** Whatever is in a list is counted as a use of the photo. */
export interface PeerPhotoWrites extends PeerPhotoReads {
  /** Puts a photo before all others, also one that is in the list already. */
  put(list: PhotoList, photo: number): Promise<void>
  /** Tells those that were there. */
  remove(list: PhotoList, photos: readonly number[]): Promise<number[]>
  clear(list: PhotoList): Promise<void>
}
