import type { api } from '@chappe/tl-codec/api'
import { withPublicAccess } from '../built-in/documents.ts'
import type { BoxId, ChannelId } from '../ids.ts'
import { accessHashOf, type FileReference, signFileReference } from '../rules/file-reference.ts'
import type { CommittedReads } from '../store/store.ts'
import { filesOf, filesOfMedia, mapFiles, mapLogged, mapMedia, mayShowFiles } from '../tl/files-of-message.ts'

export type FileViewReads = CommittedReads<'documents' | 'photos' | 'settings'>

/** The setting in which stands in which period of file references it is. */
export const filePeriodSetting = 'file period'

/** The number of the period; 0 until it was first written down. */
export async function filePeriod(read: Pick<FileViewReads, 'settings'>): Promise<number> {
  const bytes = await read.settings.get(filePeriodSetting)
  return bytes === undefined ? 0 : Buffer.from(bytes).readUInt32LE(0)
}

/** Where a file is shown, for its reference. */
export type FilePlace = Pick<FileReference, 'origin' | 'at'>

/** A document as whoever is shown it there sees it. */
export function viewDocument(
  document: api.document,
  secret: Uint8Array,
  place: FilePlace,
  period: number,
): api.document {
  return { ...document, ...accessTo(Number(document.id), secret, { ...place, period }) }
}

/** The same of a photo. */
export function viewPhoto(photo: api.photo, secret: Uint8Array, place: FilePlace, period: number): api.photo {
  return { ...photo, ...accessTo(Number(photo.id), secret, { ...place, period }) }
}

function accessTo(
  id: number,
  secret: Uint8Array,
  reference: FileReference,
): { readonly accessHash: bigint; readonly fileReference: Uint8Array } {
  return { accessHash: accessHashOf(secret), fileReference: signFileReference(secret, id, reference) }
}

/** What makes of files, as they are stored, those that can be downloaded. */
export interface FileViews {
  document(document: api.document, place: FilePlace): api.Document
  photo(photo: api.photo, place: FilePlace): api.Photo
  /** Of media that somebody is shown, or of a message in a box. */
  media<Media extends api.MessageMedia>(media: Media, place: FilePlace): Media
  message<Message extends api.Message>(message: Message, box: BoxId): Message
  /** Of an event of a channel's log. */
  logged(action: api.ChannelAdminLogEventAction, channel: ChannelId): api.ChannelAdminLogEventAction
}

/** Files by their numbers. */
interface NamedFiles {
  readonly documents: readonly { readonly id: bigint }[]
  readonly photos: readonly { readonly id: bigint }[]
}

function idOf({ id }: { readonly id: bigint }): number {
  return Number(id)
}

/** For these files. One that there is no more is empty. */
export async function viewFiles(read: FileViewReads, { documents, photos }: NamedFiles): Promise<FileViews> {
  const [ofDocuments, ofPhotos, period] = await Promise.all([
    documents.length === 0 ? noSecrets : read.documents.secrets(documents.map(idOf)),
    photos.length === 0 ? noSecrets : read.photos.secrets(photos.map(idOf)),
    filePeriod(read),
  ])
  const views: FileViews = {
    document(document, place) {
      const builtIn = withPublicAccess(document)
      if (builtIn !== undefined) return builtIn
      const secret = ofDocuments.get(Number(document.id))
      if (secret === undefined) return { _: 'documentEmpty', id: document.id }
      return viewDocument(document, secret, place, period)
    },
    photo(photo, place) {
      const secret = ofPhotos.get(Number(photo.id))
      return secret === undefined ? { _: 'photoEmpty', id: photo.id } : viewPhoto(photo, secret, place, period)
    },
    media: (media, place) => mapMedia(media, changeIn(place)),
    message: (message, box) => mapFiles(message, changeIn({ origin: 'inBox', at: box })),
    logged: (action, channel) => mapLogged(action, changeIn({ origin: 'inBox', at: channel })),
  }
  const changeIn = (place: FilePlace): Parameters<typeof mapFiles>[1] => ({
    document: (document) => views.document(document, place),
    photo: (photo) => views.photo(photo, place),
  })
  return views
}

const noSecrets: ReadonlyMap<number, Uint8Array> = new Map()

/**
 * What makes of messages, as they are stored, those that can be downloaded from. Undefined if none of them shows a file, so
 * that all others ask for nothing.
 */
export async function fileViews(
  read: FileViewReads,
  messages: readonly api.Message[],
): Promise<FileViews['message'] | undefined> {
  const files = messages.filter(mayShowFiles).map(filesOf)
  const documents = files.flatMap((one) => one.documents)
  const photos = files.flatMap((one) => one.photos)
  if (documents.length === 0 && photos.length === 0) return undefined
  return (await viewFiles(read, { documents, photos })).message
}

/** Media as its sender, who has just uploaded it, is shown it. */
export async function viewOwnMedia<Media extends api.MessageMedia>(
  read: FileViewReads,
  media: Media,
  place: FilePlace,
): Promise<Media> {
  return (await viewFiles(read, filesOfMedia(media))).media(media, place)
}
