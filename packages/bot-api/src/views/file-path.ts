import type { api } from '@chappe/tl-codec/api'
import { tdFileId } from '@mtcute/file-id'
import type { StoredFile } from '../params/input-file.ts'
import type { SeenPeers } from '../peers/seen-peers.ts'

const { FileType } = tdFileId

/** Where the public server has files of a kind ("File", file_path), and how one ends of which nothing else says it. */
const folders: { readonly [Type in tdFileId.FileType]?: readonly [folder: string, ending: string] } = {
  [FileType.Thumbnail]: ['thumbnails', '.jpg'],
  [FileType.ProfilePhoto]: ['profile_photos', '.jpg'],
  [FileType.Photo]: ['photos', '.jpg'],
  [FileType.VoiceNote]: ['voice', '.oga'],
  [FileType.Video]: ['videos', '.mp4'],
  [FileType.Sticker]: ['stickers', '.webp'],
  [FileType.Audio]: ['music', '.mp3'],
  [FileType.Animation]: ['animations', '.mp4'],
  [FileType.VideoNote]: ['video_notes', '.mp4'],
}

/** Endings by what the server says of the bytes that it sends. */
const ofBytes: { readonly [Type in api.storage.FileType['_']]?: string } = {
  'storage.fileJpeg': '.jpg',
  'storage.fileGif': '.gif',
  'storage.filePng': '.png',
  'storage.filePdf': '.pdf',
  'storage.fileMp3': '.mp3',
  'storage.fileMov': '.mov',
  'storage.fileMp4': '.mp4',
  'storage.fileWebp': '.webp',
}

const ofTypes: Readonly<Record<string, string>> = {
  'application/x-tgsticker': '.tgs',
  'audio/mpeg': '.mp3',
  'audio/ogg': '.oga',
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/webp': '.webp',
  'video/mp4': '.mp4',
  'video/webm': '.webm',
}

/** How a document's file ends: by its name, or by what it is. Programs tell by it what they have downloaded. */
export function endingOf({ attributes, mimeType }: api.document): string | undefined {
  const named = attributes.find((one) => one._ === 'documentAttributeFilename')?.fileName
  return endingIn(named ?? '') ?? ofTypes[mimeType]
}

/** Letters and digits alone: what follows is a name in a folder of whoever downloads it. */
function endingIn(name: string): string | undefined {
  return /\.[a-z0-9]{1,10}$/i.exec(name)?.[0]
}

/** How the file ends that an id names. */
export function fileEnding(seen: SeenPeers, file: StoredFile, bytes: api.storage.FileType): string {
  const told = file.kind === 'document' && file.size === '' ? seen.ending(file.id) : undefined
  return told ?? ofBytes[bytes._] ?? folders[file.type]?.[1] ?? ''
}

/** The `file_path` of an id, which leads back to it. */
export function filePath(id: string, file: StoredFile, ending: string): string {
  return `${folders[file.type]?.[0] ?? 'documents'}/${id}${ending}`
}

/** The id that a path was made of; ids have no dots. */
export function idInPath(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).split('.')[0] ?? ''
}
