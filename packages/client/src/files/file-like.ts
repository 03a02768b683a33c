import type { api } from '@chappe/tl-codec/api'
import { ClientError } from '../errors.ts'

/** A file that is at the server: whatever shows it, or where it is. */
export type FileLike =
  | api.Message
  | api.MessageMedia
  | api.Document
  | api.Photo
  | FileAt
  /** As events give messages. */
  | { readonly raw: api.Message }

/** Where a file is, for what no object of the API shows, such as a file of a secret chat. */
export interface FileAt {
  readonly location: api.InputFileLocation
  readonly size?: number | undefined
  readonly dcId?: number | undefined
}

/** A document or photo, and the size of it that is meant: empty for a document itself. */
export interface ShownFile {
  readonly shown: api.document | api.photo
  readonly sizeType: string
}

/** The document or photo that something shows; undefined if it shows none. */
export function shownIn(file: Exclude<FileLike, FileAt>): api.document | api.photo | undefined {
  if ('raw' in file) return shownIn(file.raw)
  switch (file._) {
    case 'document':
    case 'photo':
      return file
    case 'message':
      return file.media === undefined ? undefined : shownIn(file.media)
    case 'messageMediaDocument':
      return file.document === undefined ? undefined : shownIn(file.document)
    case 'messageMediaPhoto':
      return file.photo === undefined ? undefined : shownIn(file.photo)
    case 'messageMediaWebPage': {
      const page = file.webpage
      if (page._ !== 'webPage') return undefined
      const shown = page.document ?? page.photo
      return shown === undefined ? undefined : shownIn(shown)
    }
    case 'messageService':
      return file.action._ === 'messageActionChatEditPhoto' ? shownIn(file.action.photo) : undefined
    default:
      return undefined
  }
}

/** @throws {ClientError} FILE_UNAVAILABLE */
export function shownOrFail(file: Exclude<FileLike, FileAt>): api.document | api.photo {
  const shown = shownIn(file)
  if (shown !== undefined) return shown
  throw new ClientError('FILE_UNAVAILABLE', 'there is no file in what was given')
}

/** A size of a picture: the picture itself, or a small one of a document. */
export interface Thumbnail {
  /** By which it is asked for ("Uploading and Downloading Files", "Image thumbnail types"). */
  readonly type: string
  readonly width: number
  readonly height: number
  readonly bytes: number
}

/** The sizes of a photo, or of the small pictures of a document, that can be fetched; the smallest first. */
export function thumbnailsOf(file: Exclude<FileLike, FileAt>): Thumbnail[] {
  const shown = shownIn(file)
  const sizes = (shown?._ === 'photo' ? shown.sizes : shown?.thumbs) ?? []
  return sizes
    .map((size) => thumbnailOf(size))
    .filter((size) => size !== undefined)
    .sort((a, b) => a.width * a.height - b.width * b.height || a.bytes - b.bytes)
}

function thumbnailOf(size: api.PhotoSize): Thumbnail | undefined {
  switch (size._) {
    case 'photoSize':
      return { type: size.type, width: size.w, height: size.h, bytes: size.size }
    case 'photoCachedSize':
      return { type: size.type, width: size.w, height: size.h, bytes: size.bytes.length }
    case 'photoSizeProgressive':
      return { type: size.type, width: size.w, height: size.h, bytes: Math.max(...size.sizes) }
    default:
      return undefined
  }
}

/** Where a shown file is, and how large. @throws {ClientError} FILE_UNAVAILABLE for a size that it does not have */
export function locate({ shown, sizeType }: ShownFile): Required<FileAt> {
  const { id, accessHash, fileReference, dcId } = shown
  if (shown._ === 'document' && sizeType === '') {
    const location = { _: 'inputDocumentFileLocation', id, accessHash, fileReference, thumbSize: '' } as const
    return { location, size: Number(shown.size), dcId }
  }
  const all = thumbnailsOf(shown)
  const found = sizeType === '' ? all.at(-1) : all.find(({ type }) => type === sizeType)
  const video = shown._ === 'photo' ? shown.videoSizes : shown.videoThumbs
  const moving = video?.find((size) => size._ === 'videoSize' && size.type === sizeType)
  const size = found?.bytes ?? (moving?._ === 'videoSize' ? moving.size : undefined)
  if (size === undefined) throw new ClientError('FILE_UNAVAILABLE', `the file has no size '${sizeType}'`)
  const thumbSize = found?.type ?? sizeType
  const _ = shown._ === 'photo' ? 'inputPhotoFileLocation' : 'inputDocumentFileLocation'
  return { location: { _, id, accessHash, fileReference, thumbSize }, size, dcId }
}
