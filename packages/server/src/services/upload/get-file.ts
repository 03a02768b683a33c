import { createHash } from 'node:crypto'
import type { api } from '@chappe/tl-codec/api'
import { ObjectError } from '../../blobs/objects.ts'
import { SealError } from '../../blobs/sealed.ts'
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

/** What is asked for: where it lies, and what it is. */
interface Asked {
  readonly object: StoredObject
  readonly date: number
  readonly type: api.storage.FileType['_']
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
        const { id, date, data } = await documents.findDocument(userId, location, 'LOCATION_INVALID')
        const { thumbSize } = location
        if (thumbSize !== '') return sizeOf({ kind: 'document', id }, thumbSize, date)
        const object = await store.read.documents.object(id)
        const shown = readStored('Document', data, `document ${id}`)
        const type = shown?._ === 'document' ? kinds[shown.mimeType] : undefined
        return object && { object, date, type: type ?? 'storage.fileUnknown' }
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
        return object && { object, date, type: 'storage.fileUnknown' }
      }
      default:
        return undefined
    }
  }

  const sizeOf = async (file: SizedFile, size: string, date: number): Promise<Asked | undefined> => {
    const object = await store.read.fileSizes.object(file, size)
    return object && { object, date, type: videoSizes.has(size) ? 'storage.fileMp4' : 'storage.fileJpeg' }
  }

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
      const { object, type, date: mtime } = await find(userId, location)
      return { _: 'upload.file', type: { _: type }, mtime, bytes: await read(object, offset, limit) }
    }),

    'upload.getFileHashes': userMethod(
      { rate: { burst: 300, secondsEach: 0.05 } },
      async ({ userId }, { location, offset: from }) => {
        const offset = Number(from)
        if (offset < 0 || !Number.isSafeInteger(offset)) throw badRequest('OFFSET_INVALID')
        const { object } = await find(userId, location)
        const hashes: api.fileHash[] = []
        let at = offset - (offset % hashedBytes)
        for (; at < object.size && hashes.length < maxHashes; at += hashedBytes) {
          const bytes = await read(object, at, hashedBytes)
          const hash = new Uint8Array(createHash('sha256').update(bytes).digest())
          hashes.push({ _: 'fileHash', offset: BigInt(at), limit: bytes.length, hash })
        }
        return hashes
      },
    ),
  }
}
