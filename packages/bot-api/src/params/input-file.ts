import type { api } from '@chappe/tl-codec/api'
import { parseFileId, tdFileId } from '@mtcute/file-id'
import { badRequest } from '../bot-api-error.ts'
import type { Params, UploadedFile } from './params.ts'

/** A file as a request names it: by an id, by an address, or with its bytes ("Sending files"). */
export type InputFile =
  | { readonly by: 'upload'; readonly file: UploadedFile }
  | { readonly by: 'url'; readonly url: string }
  | { readonly by: 'id'; readonly location: StoredFile }

/** Where a file lies that there is. */
export interface StoredFile {
  readonly kind: 'photo' | 'document'
  readonly type: tdFileId.FileType
  readonly id: bigint
  readonly accessHash: bigint
  readonly fileReference: Uint8Array
  /** The letter of a size. */
  readonly size: string
}

/** Undefined where none is named. */
export function readInputFile(params: Params, name: string): InputFile | undefined {
  const file = params.file(name)
  if (file !== undefined) return { by: 'upload', file }
  const text = params.text(name)
  if (text === undefined) return undefined
  if (/^https?:\/\//i.test(text)) return { by: 'url', url: text }
  if (text.startsWith('attach://')) throw badRequest('file was not attached to the request')
  const location = readFileId(text)
  if (location === undefined) throw badRequest('wrong file identifier/HTTP URL specified')
  return { by: 'id', location }
}

/** Undefined for what is no id of a file that can be sent or downloaded. */
export function readFileId(text: string): StoredFile | undefined {
  if (text.length > 512) return undefined
  try {
    const { type, location, fileReference } = parseFileId(text)
    if (location._ === 'web') return undefined
    const isSize = location._ === 'photo'
    if (isSize && location.source._ !== 'thumbnail') return undefined
    const size = isSize && location.source._ === 'thumbnail' ? location.source.thumbnailType : ''
    return {
      kind: type === tdFileId.FileType.Photo ? 'photo' : 'document',
      ...{ type, size, fileReference: fileReference ?? new Uint8Array() },
      id: BigInt(location.id.toString()),
      accessHash: BigInt(location.accessHash.toString()),
    }
  } catch {
    return undefined
  }
}

export function toInputPhoto({ id, accessHash, fileReference }: StoredFile): api.inputPhoto {
  return { _: 'inputPhoto', id, accessHash, fileReference }
}

export function toInputDocument({ id, accessHash, fileReference }: StoredFile): api.inputDocument {
  return { _: 'inputDocument', id, accessHash, fileReference }
}
