import { mimeTypeOf } from '@chappe/client'
import type { api } from '@chappe/tl-codec/api'
import { badRequest } from '../bot-api-error.ts'
import { type InputFile, readInputFile, toInputDocument, toInputPhoto } from '../params/input-file.ts'
import type { Params } from '../params/params.ts'

export type MediaKind = 'photo' | 'document' | 'video' | 'animation' | 'audio' | 'voice' | 'video_note' | 'sticker'

/** The types of files whose name does not say theirs. */
const types: Readonly<Record<MediaKind, string>> = {
  photo: 'image/jpeg',
  document: 'application/octet-stream',
  video: 'video/mp4',
  animation: 'video/mp4',
  audio: 'audio/mpeg',
  voice: 'audio/ogg',
  video_note: 'video/mp4',
  sticker: 'image/webp',
}

/** Stickers are told apart by their names ("sendSticker"). */
const stickerTypes: Readonly<Record<string, string>> = { '.tgs': 'application/x-tgsticker', '.webm': 'video/webm' }

/** The media that a request sends, from the field `name`; what else is said of it stands beside it. */
export function readMedia(kind: MediaKind, params: Params, name: string = kind): api.InputMedia {
  const file = readInputFile(params, name)
  if (file === undefined) throw badRequest(`there is no ${kind.replace('_', ' ')} in the request`)
  const spoiler = params.flag('has_spoiler') || undefined
  if (kind === 'photo') return readPhoto(file, spoiler)
  switch (file.by) {
    case 'id':
      if (file.location.kind !== 'document') throw badRequest('type of file mismatch')
      return { _: 'inputMediaDocument', id: toInputDocument(file.location), spoiler }
    case 'url':
      return { _: 'inputMediaDocumentExternal', url: file.url, spoiler }
    case 'upload': {
      const thumb = params.file('thumbnail')?.file ?? params.file('thumb')?.file
      return {
        ...{ _: 'inputMediaUploadedDocument', file: file.file.file, spoiler },
        mimeType: typeOf(kind, file),
        attributes: attributesOf(kind, params, file.file.name),
        thumb,
        forceFile: (kind === 'document' && params.flag('disable_content_type_detection')) || undefined,
        nosoundVideo: kind === 'video' || undefined,
      }
    }
  }
}

function readPhoto(file: InputFile, spoiler: true | undefined): api.InputMedia {
  switch (file.by) {
    case 'id':
      if (file.location.kind !== 'photo') throw badRequest('type of file mismatch')
      return { _: 'inputMediaPhoto', id: toInputPhoto(file.location), spoiler }
    case 'url':
      return { _: 'inputMediaPhotoExternal', url: file.url, spoiler }
    case 'upload':
      return { _: 'inputMediaUploadedPhoto', file: file.file.file, spoiler }
  }
}

function typeOf(kind: MediaKind, { file }: Extract<InputFile, { by: 'upload' }>): string {
  const named = file.mimeType
  if (kind === 'sticker') return stickerTypes[/\.[a-z]+$/i.exec(file.name)?.[0].toLowerCase() ?? ''] ?? types.sticker
  // The public server goes by the name; many libraries write the same type beside every file.
  const byName = mimeTypeOf(file.name)
  if (byName !== types.document) return byName
  return named === '' || named === types.document ? types[kind] : named
}

/** What the request says of the file ("InputFile"). */
function attributesOf(kind: MediaKind, params: Params, fileName: string): api.DocumentAttribute[] {
  const attributes: api.DocumentAttribute[] = []
  if (fileName !== '') attributes.push({ _: 'documentAttributeFilename', fileName })
  const duration = params.integer('duration') ?? 0
  if (kind === 'video' || kind === 'animation' || kind === 'video_note') {
    const side = params.integer('length') ?? 0
    attributes.push({
      ...{ _: 'documentAttributeVideo', duration },
      w: kind === 'video_note' ? side : (params.integer('width') ?? 0),
      h: kind === 'video_note' ? side : (params.integer('height') ?? 0),
      roundMessage: kind === 'video_note' || undefined,
      supportsStreaming: params.flag('supports_streaming') || undefined,
    })
  }
  if (kind === 'sticker') {
    const stickerset: api.InputStickerSet = { _: 'inputStickerSetEmpty' }
    attributes.push({ _: 'documentAttributeSticker', alt: params.text('emoji') ?? '', stickerset })
  }
  if (kind === 'animation') attributes.push({ _: 'documentAttributeAnimated' })
  if (kind === 'audio' || kind === 'voice') {
    attributes.push({
      ...{ _: 'documentAttributeAudio', duration, voice: kind === 'voice' || undefined },
      title: params.text('title'),
      performer: params.text('performer'),
    })
  }
  return attributes
}
