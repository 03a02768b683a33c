import type { api } from '@chappe/tl-codec/api'
import type { UserId } from '../../ids.ts'
import type { OrderOf } from '../../media/pictures/pictures.ts'
import type { StoredPhoto } from '../../store/domain/files/photos.ts'
import type { UploadedContent } from '../../store/domain/files/uploads.ts'
import type { NamedFile } from './named-file.ts'

/** Photos from what clients name: pictures that they have uploaded, and photos that they were shown. */
export interface Photos {
  /** Media of a picture that was uploaded. Throws the public error for what is wrong with it. */
  uploadedPhoto(userId: UserId, input: api.inputMediaUploadedPhoto): Promise<api.messageMediaPhoto>
  /** Media of a photo that this person was shown. */
  shownPhoto(userId: UserId, input: api.inputMediaPhoto): Promise<api.messageMediaPhoto>
  /** A photo that this person was shown. Throws `invalid` for one that there is not, and the errors of file references. */
  findPhoto(userId: UserId, named: NamedFile, invalid: string): Promise<StoredPhoto>
  /** Makes a photo of a picture. It goes again within a day or two unless something shows it. */
  createPhoto(userId: UserId, picture: NewPhoto): Promise<api.photo>
}

export interface NewPhoto {
  /** The bytes of the picture, asked for when it is its turn (`readUpload`). */
  readonly readPicture: () => Promise<Uint8Array>
  /** The sizes that it is to have; see `photoOrder` and `profilePhotoOrder`. */
  readonly orderOf: OrderOf
  /** The sets of the stickers on it (`attachedSetsOf`). */
  readonly attached?: readonly number[]
  /** Videos and markup that belong to it. A video is of a file that was uploaded. */
  readonly videos?: readonly { readonly size: api.VideoSize; readonly content?: UploadedContent }[]
}
