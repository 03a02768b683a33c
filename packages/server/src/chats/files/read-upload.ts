import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { mostPictureBytes } from '../../media/pictures/picture-bounds.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { Assemble } from './assemble.ts'

/**
 * Puts a picture together that somebody has uploaded; the answer reads its bytes, all of them. Throws the public errors of what
 * is wrong with the parts, and IMAGE_PROCESS_FAILED for what is too large for a picture.
 */
export type ReadUpload = (userId: UserId, file: api.InputFile) => Promise<() => Promise<Uint8Array>>

export function createReadUpload(
  { store, blobs }: Pick<ServicePorts, 'store' | 'blobs'>,
  assemble: Assemble,
): ReadUpload {
  return async (userId, file) => {
    if (file._ === 'inputFileStoryDocument') throw badRequest('FILE_ID_INVALID')
    const { hash, size } = await assemble(userId, file)
    if (size > mostPictureBytes) throw badRequest('IMAGE_PROCESS_FAILED')
    return async () => {
      const blob = await store.read.blobs.get(hash)
      const object = blob && (await store.read.fileObjects.get(blob.object))
      if (object === undefined) throw badRequest('FILE_PART_0_MISSING')
      return blobs.read(object, 0, size)
    }
  }
}
