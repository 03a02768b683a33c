import type { api } from '@chappe/tl-codec/api'
import type { PhotoSize } from '@grammyjs/types'
import { tdFileId, toFileId, toUniqueFileId } from '@mtcute/file-id'
import Long from 'long'

const { FileType } = tdFileId
export type FileType = tdFileId.FileType
export const stickerType: FileType = FileType.Sticker

/** How a file is named: by an id that leads to it, and by one that is the same for every bot. */
export interface FileIds {
  readonly file_id: string
  readonly file_unique_id: string
}

const long = (value: bigint): Long => Long.fromString(value.toString())

export function documentIds(document: api.document, type: FileType): FileIds {
  const { dcId, fileReference } = document
  const location = { _: 'common', id: long(document.id), accessHash: long(document.accessHash) } as const
  return idsOf({ dcId, type, fileReference, location })
}

/** A size of a photo, or a thumbnail of a document. */
export function sizeIds(owner: api.photo | api.document, letter: string): FileIds {
  const { dcId, fileReference } = owner
  const type = owner._ === 'photo' ? FileType.Photo : FileType.Thumbnail
  const source = { _: 'thumbnail', fileType: type, thumbnailType: letter } as const
  const location = { _: 'photo', id: long(owner.id), accessHash: long(owner.accessHash), source } as const
  return idsOf({ dcId, type, fileReference, location })
}

function idsOf(location: Parameters<typeof toFileId>[0]): FileIds {
  return { file_id: toFileId(location), file_unique_id: toUniqueFileId(location) }
}

/** The sizes that can be downloaded, the smallest first. */
export function viewSizes(owner: api.photo | api.document, sizes: readonly api.PhotoSize[] | undefined): PhotoSize[] {
  const shown = (sizes ?? []).flatMap((size): PhotoSize[] => {
    if (size._ !== 'photoSize' && size._ !== 'photoSizeProgressive' && size._ !== 'photoCachedSize') return []
    return [{ ...sizeIds(owner, size.type), width: size.w, height: size.h, file_size: bytesOf(size) }]
  })
  return shown.sort((a, b) => a.width * a.height - b.width * b.height)
}

function bytesOf(size: api.photoSize | api.photoSizeProgressive | api.photoCachedSize): number {
  if (size._ === 'photoSize') return size.size
  return size._ === 'photoCachedSize' ? size.bytes.length : (size.sizes.at(-1) ?? 0)
}
