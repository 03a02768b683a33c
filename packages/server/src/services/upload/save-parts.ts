import { requireRoom } from '../../chats/files/room-of-account.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { checkPart, checkPartSize } from '../../rules/file-parts.ts'
import type { Upload } from '../../store/domain/files/uploads.ts'

/** So many files somebody may have begun to upload, and not yet used. */
const maxUploads = 1_000
/** So many files somebody may upload and use within a day, for which each may be named again. */
const maxFinishedUploads = 10_000

/** Several hundred megabytes a second. */
const rate = { burst: 5_000, secondsEach: 0.001 }

interface Part {
  readonly fileId: bigint
  readonly part: number
  /** How many there will be; undefined where the client does not say so. */
  readonly total: number | undefined
  readonly isBig: boolean
  readonly bytes: Uint8Array
}

/**
 * Parts of files ("Uploading and Downloading Files"): in any order, several at once, and again, in which case the last one
 * counts. Each is on the disk before it is answered, so that a client goes on where it was.
 */
export function createSaveParts(ports: ServicePorts): Methods {
  const { store, blobs, clock, settings } = ports
  const save = async (userId: UserId, { fileId, part, total, isBig, bytes }: Part): Promise<boolean> => {
    checkPart(part, bytes.length, settings.maxFileParts)
    if (total !== undefined) {
      if (total < 1 || total > settings.maxFileParts) throw badRequest('FILE_PARTS_INVALID')
      if (part >= total) throw badRequest('FILE_PART_INVALID')
      if (part < total - 1) checkPartSize(bytes.length)
    }
    const name = { userId, fileId }
    const merge = (before: Upload | undefined): Omit<Upload, 'content'> => {
      if (before?.content !== undefined) throw badRequest('FILE_ID_INVALID')
      if (before !== undefined && before.isBig !== isBig) throw badRequest('FILE_ID_INVALID')
      const known = before?.total
      if (known !== undefined && total !== undefined && known !== total) throw badRequest('FILE_PARTS_INVALID')
      const whole = total ?? known
      const isLast = whole !== undefined && part === whole - 1
      const size = before?.partSize
      // Of which part is the last nothing may be known: then all are compared when they are put together.
      const partSize = whole === undefined || isLast ? size : (size ?? bytes.length)
      if (whole !== undefined && !isLast && partSize !== bytes.length) throw badRequest('FILE_PART_SIZE_CHANGED')
      if (isLast && size !== undefined && bytes.length > size) throw badRequest('FILE_PART_SIZE_CHANGED')
      return { ...name, isBig, total: whole, partSize }
    }
    const before = await store.read.uploads.get(name)
    // A part of what was put together already comes late, or once more.
    if (before?.content !== undefined) return true
    merge(before)
    const { uploads, finished } = await requireRoom(ports, userId, bytes.length)
    const isTooMany = uploads >= maxUploads || finished >= maxFinishedUploads
    if (before === undefined && isTooMany) throw badRequest('FILE_PARTS_INVALID')
    const written = await blobs.writePart(bytes)
    await store.transaction(async (tx) => {
      const upload = merge(await tx.uploads.get(name))
      await tx.uploads.putPart(upload, part, await blobs.claim(tx, written), unixSeconds(clock))
    })
    return true
  }

  return {
    'upload.saveFilePart': userMethod({ rate }, ({ userId }, { fileId, filePart: part, bytes }) =>
      save(userId, { fileId, part, bytes, isBig: false, total: undefined }),
    ),
    'upload.saveBigFilePart': userMethod({ rate }, ({ userId }, { fileId, filePart: part, fileTotalParts, bytes }) => {
      // -1 while a client streams what it does not know the end of.
      const total = fileTotalParts === -1 ? undefined : fileTotalParts
      return save(userId, { fileId, part, bytes, isBig: true, total })
    }),
  }
}
