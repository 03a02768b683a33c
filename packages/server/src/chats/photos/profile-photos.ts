import type { api } from '@chappe/tl-codec/api'
import type { UserId } from '../../ids.ts'

/** What a client gives for the photo of a person, a group or a channel. */
export type GivenPhoto = Pick<api.photos.uploadProfilePhoto, 'file' | 'video' | 'videoStartTs' | 'videoEmojiMarkup'>

/** Photos of people, groups and channels: squares, which may move. Nothing shows them yet. */
export interface ProfilePhotos {
  /** Of what was uploaded. Throws the public error for what is wrong with it. */
  uploadedProfilePhoto(userId: UserId, given: GivenPhoto): Promise<api.photo>
  /** Of a photo that this person was shown, which may be one of a message. Throws `invalid` as `findPhoto` does. */
  shownProfilePhoto(userId: UserId, named: api.inputPhoto, invalid: string): Promise<api.photo>
  /** Of a photo that this person has just sent. Throws `invalid` for one that is gone. */
  sentProfilePhoto(userId: UserId, id: number, invalid: string): Promise<api.photo>
  /** Of what `messages.editChatPhoto` takes; undefined for none. */
  givenChatPhoto(userId: UserId, input: api.InputChatPhoto): Promise<api.photo | undefined>
}
