import type { api } from '@chappe/tl-codec/api'
import { isPlayableFile } from '../../chats/files/read-animation.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { readPictureHeader } from '../../media/pictures/read-header.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { readWebm } from '../../rules/webm.ts'
import type { StoredDocument } from '../../store/domain/files/documents.ts'
import type { StickerKind } from '../../store/domain/files/sticker-sets.ts'

/** How large a file may be ("Stickers"): still, and film. */
const mostStillBytes = 524_288
const mostWebmBytes = 262_144
const mostSeconds = 3.05

const stickerSide = 512
const emojiSide = 100

/** The content of a sticker, checked: what it is, whatever its sender called it. */
export interface StickerFile {
  readonly mimeType: 'image/webp' | 'application/x-tgsticker' | 'video/webm'
  readonly attributes: readonly api.DocumentAttribute[]
  /** What is stored in place of the bytes that came; undefined where those stay. */
  readonly bytes: Uint8Array | undefined
}

export type ReadStickerFile = (userId: UserId, document: StoredDocument, kind: StickerKind) => Promise<StickerFile>

/** Looks at the bytes of a file that is to be a sticker: clients name static ones `image/png`, whatever they are. */
export function createReadStickerFile({ store, blobs, media }: ServicePorts): ReadStickerFile {
  const readAll = async ({ id, size }: StoredDocument): Promise<Uint8Array> => {
    const object = await store.read.documents.object(id)
    if (object === undefined || size > mostStillBytes) throw badRequest('STICKER_FILE_INVALID')
    return blobs.read(object, 0, size)
  }

  return async (userId, document, kind) => {
    const bytes = await readAll(document)
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) return readAnimation(bytes, kind)
    if (bytes[0] === 0x1a && bytes[1] === 0x45) return readFilm(bytes, kind)
    const header = readPictureHeader(bytes)
    if (header === undefined) throw badRequest('STICKER_FILE_INVALID')
    if (header.format !== 'png' && header.format !== 'webp') throw badRequest('STICKER_PNG_NOPNG')
    if (!hasSides(header, kind)) throw badRequest('STICKER_PNG_DIMENSIONS')
    // Drawn anew, so that it is nothing but the picture.
    const wanted = { type: 'x', side: stickerSide, fit: 'inside', format: 'webp' } as const
    const rendered = await media.pictures.render(userId, async () => bytes, { sizes: [wanted], stripped: false })
    const [still] = rendered.sizes
    if (still === undefined || !hasSides(still, kind)) throw badRequest('STICKER_PNG_DIMENSIONS')
    return {
      mimeType: 'image/webp',
      attributes: [
        { _: 'documentAttributeImageSize', w: still.w, h: still.h },
        { _: 'documentAttributeFilename', fileName: 'sticker.webp' },
      ],
      bytes: still.bytes,
    }
  }
}

async function readAnimation(bytes: Uint8Array, kind: StickerKind): Promise<StickerFile> {
  if (kind === 'masks' || !(await isPlayableFile(bytes))) throw badRequest('STICKER_TGS_NOTGS')
  return {
    mimeType: 'application/x-tgsticker',
    attributes: [
      { _: 'documentAttributeImageSize', w: stickerSide, h: stickerSide },
      { _: 'documentAttributeFilename', fileName: 'AnimatedSticker.tgs' },
    ],
    bytes: undefined,
  }
}

function readFilm(bytes: Uint8Array, kind: StickerKind): StickerFile {
  if (kind === 'masks') throw badRequest('STICKER_VIDEO_NOWEBM')
  if (bytes.length > mostWebmBytes) throw badRequest('STICKER_VIDEO_BIG')
  const film = readWebm(bytes)
  if (film?.codec !== 'V_VP9' || film.hasAudio) throw badRequest('STICKER_VIDEO_NOWEBM')
  const { w, h, duration = 0 } = film
  if (!hasSides(film, kind)) throw badRequest('STICKER_GIF_DIMENSIONS')
  if (duration > mostSeconds) throw badRequest('STICKER_VIDEO_BIG')
  return {
    mimeType: 'video/webm',
    attributes: [
      { _: 'documentAttributeVideo', w, h, duration, nosound: true },
      { _: 'documentAttributeFilename', fileName: 'sticker.webm' },
    ],
    bytes: undefined,
  }
}

/** One side of 512 and none longer; custom emoji are squares of 100. */
function hasSides({ w, h }: { readonly w: number; readonly h: number }, kind: StickerKind): boolean {
  if (kind === 'emoji') return w === emojiSide && h === emojiSide
  return Math.max(w, h) === stickerSide
}
