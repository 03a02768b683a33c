import { createHash } from 'node:crypto'
import type { api } from '@chappe/tl-codec/api'
import { ObjectError } from '../../blobs/objects.ts'
import { SealError } from '../../blobs/sealed.ts'
import { readArt } from '../../built-in/art.ts'
import { type BuiltInDocument, findBuiltIn, isCurrentReference } from '../../built-in/documents.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { checkRange } from '../../rules/file-parts.ts'
import type { StoredObject } from '../../store/domain/files/file-objects.ts'
import type { SizedFile } from '../../store/domain/files/file-sizes.ts'
import { readStored } from '../../tl/stored.ts'
import { findPeerPhoto } from './peer-photo.ts'

const rate = { burst: 5_000, secondsEach: 0.001 }

/** Of what a hash is ("Encrypted CDNs": 128 KiB), and for how many at once they are told. */
const hashedBytes = 131_072
const maxHashes = 8

const kinds: Readonly<Record<string, api.storage.FileType['_']>> = {
  'image/jpeg': 'storage.fileJpeg',
  'image/gif': 'storage.fileGif',
  'image/png': 'storage.filePng',
  'image/webp': 'storage.fileWebp',
  'application/pdf': 'storage.filePdf',
  'audio/mpeg': 'storage.fileMp3',
  'video/quicktime': 'storage.fileMov',
  'video/mp4': 'storage.fileMp4',
}

/** The letters of TL `VideoSize`. */
const videoSizes: ReadonlySet<string> = new Set(['u', 'v', 'p'])

/** What is asked for, and what it is. */
interface Asked {
  readonly size: number
  readonly date: number
  readonly type: api.storage.FileType['_']
  bytesAt(offset: number, length: number): Promise<Uint8Array>
}

/** Downloads ("Uploading and Downloading Files"): ranges of what somebody was shown, several at once. */
export function createGetFile(ports: ServicePorts): Methods {
  const { store, blobs, log, documents, photos, encryptedFiles } = ports
  const find = async (userId: UserId, location: api.InputFileLocation): Promise<Asked> => {
    const asked = await findAt(userId, location)
    if (asked === undefined) throw badRequest('LOCATION_INVALID')
    return asked
  }

  const findAt = async (userId: UserId, location: api.InputFileLocation): Promise<Asked | undefined> => {
    switch (location._) {
      case 'inputDocumentFileLocation': {
        const builtIn = findBuiltIn(location)
        if (builtIn !== undefined) return builtInFile(builtIn, location)
        const { id, date, data } = await documents.findDocument(userId, location, 'LOCATION_INVALID')
        const { thumbSize } = location
        if (thumbSize !== '') return sizeOf({ kind: 'document', id }, thumbSize, date)
        const object = await store.read.documents.object(id)
        const shown = readStored('Document', data, `document ${id}`)
        const type = shown?._ === 'document' ? kinds[shown.mimeType] : undefined
        return object && stored(object, date, type ?? 'storage.fileUnknown')
      }
      case 'inputPhotoFileLocation': {
        const { id, date } = await photos.findPhoto(userId, location, 'LOCATION_INVALID')
        return sizeOf({ kind: 'photo', id }, location.thumbSize, date)
      }
      case 'inputPeerPhotoFileLocation': {
        const found = await findPeerPhoto(ports, userId, location)
        const photo = found && (await store.read.photos.get(found.id))
        return photo && found && sizeOf({ kind: 'photo', id: photo.id }, found.type, photo.date)
      }
      case 'inputEncryptedFileLocation': {
        const { id, date } = await encryptedFiles.findEncryptedFile(location)
        const object = await store.read.encryptedFiles.object(id)
        return object && stored(object, date, 'storage.fileUnknown')
      }
      case 'inputStickerSetThumb':
        return thumbOfSet(location.stickerset)
      default:
        return undefined
    }
  }

  /** What stands for a set that has a thumbnail of its own ("Stickers"): it is for everybody, as the set is. */
  const thumbOfSet = async (input: api.InputStickerSet): Promise<Asked | undefined> => {
    const id = input._ === 'inputStickerSetID' ? Number(input.id) : 0
    const set =
      input._ === 'inputStickerSetShortName'
        ? await store.read.stickerSets.named(input.shortName)
        : await store.read.stickerSets.get(Number.isSafeInteger(id) ? id : 0)
    if (input._ === 'inputStickerSetID' && set?.accessHash !== input.accessHash) return undefined
    const document = set?.thumb === undefined ? undefined : await store.read.documents.get(set.thumb)
    if (document === undefined) return undefined
    const object = await store.read.documents.object(document.id)
    const shown = readStored('Document', document.data, `document ${document.id}`)
    const type = shown?._ === 'document' ? kinds[shown.mimeType] : undefined
    return object && stored(object, document.date, type ?? 'storage.fileUnknown')
  }

  const sizeOf = async (file: SizedFile, size: string, date: number): Promise<Asked | undefined> => {
    const object = await store.read.fileSizes.object(file, size)
    return object && stored(object, date, videoSizes.has(size) ? 'storage.fileMp4' : 'storage.fileJpeg')
  }

  const stored = (object: StoredObject, date: number, type: Asked['type']): Asked => ({
    ...{ size: object.size, date, type },
    bytesAt: (offset, length) => read(object, offset, length),
  })

  const read = async (object: StoredObject, offset: number, length: number): Promise<Uint8Array> => {
    try {
      return await blobs.read(object, offset, length)
    } catch (error) {
      if (!(error instanceof SealError) && !(error instanceof ObjectError)) throw error
      // What is damaged is served to nobody, and asking again does not mend it.
      log.error({ object: object.name, reason: error.code }, 'a file is damaged: see chappe-server fsck')
      throw badRequest('LOCATION_INVALID')
    }
  }

  return {
    'upload.getFile': userMethod({ rate }, async ({ userId }, { location, offset: from, limit, precise }) => {
      const offset = Number(from)
      checkRange(offset, limit, { precise: precise === true })
      const asked = await find(userId, location)
      const bytes = await asked.bytesAt(offset, limit)
      return { _: 'upload.file', type: { _: asked.type }, mtime: asked.date, bytes }
    }),

    'upload.getFileHashes': userMethod(
      { rate: { burst: 300, secondsEach: 0.05 } },
      async ({ userId }, { location, offset: from }) => {
        const offset = Number(from)
        if (offset < 0 || !Number.isSafeInteger(offset)) throw badRequest('OFFSET_INVALID')
        const asked = await find(userId, location)
        const hashes: api.fileHash[] = []
        let at = offset - (offset % hashedBytes)
        for (; at < asked.size && hashes.length < maxHashes; at += hashedBytes) {
          const bytes = await asked.bytesAt(at, hashedBytes)
          const hash = new Uint8Array(createHash('sha256').update(bytes).digest())
          hashes.push({ _: 'fileHash', offset: BigInt(at), limit: bytes.length, hash })
        }
        return hashes
      },
    ),
  }
}

/** A picture of the server's own, which everybody may have. */
function builtInFile({ file, document }: BuiltInDocument, location: api.inputDocumentFileLocation): Asked | undefined {
  if (location.fileReference.length === 0) throw badRequest('FILE_REFERENCE_EMPTY')
  if (!isCurrentReference(location.fileReference)) throw badRequest('FILE_REFERENCE_EXPIRED')
  if (location.thumbSize !== '') return undefined
  return {
    ...{ size: Number(document.size), date: document.date },
    type: kinds[document.mimeType] ?? 'storage.fileUnknown',
    bytesAt: async (offset, length) => (await readArt(file)).subarray(offset, offset + length),
  }
}
