import { createHash } from 'node:crypto'
import type { api } from '@chappe/tl-codec/api'
import { ObjectError } from '../../blobs/objects.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { checkPartSize, maxSmallFileBytes } from '../../rules/file-parts.ts'
import type { StoredObject } from '../../store/domain/files/file-objects.ts'
import type { UploadedContent, UploadName } from '../../store/domain/files/uploads.ts'

/** So many files are put together at once by a process; others wait for their turn. */
const maxAtOnce = 4
const partsOfPage = 200

/**
 * Makes a file of the parts that somebody has uploaded. The same file may be named again for a while, as a client does that got
 * no answer. Throws the public errors of what is wrong with the parts.
 */
export type Assemble = (userId: UserId, file: api.inputFile | api.inputFileBig) => Promise<UploadedContent>

type Ports = Pick<ServicePorts, 'store' | 'blobs' | 'clock' | 'settings'>

export function createAssemble({ store, blobs, clock, settings }: Ports): Assemble {
  let running = 0
  const waiting: (() => void)[] = []

  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= maxAtOnce) await new Promise<void>((begin) => waiting.push(begin))
    else running++
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) running--
      else next()
    }
  }

  /** All parts, in order, checked against what the client says of the file. */
  const partsOf = async (name: UploadName, count: number): Promise<StoredObject[]> => {
    const parts: StoredObject[] = []
    while (parts.length < count) {
      const page = await store.read.uploads.parts(name, parts.length, Math.min(partsOfPage, count - parts.length))
      for (const { part, object } of page) {
        if (part !== parts.length) throw badRequest(`FILE_PART_${parts.length}_MISSING`)
        parts.push(object)
      }
      if (page.length === 0) throw badRequest(`FILE_PART_${parts.length}_MISSING`)
    }
    const [first] = parts
    const last = parts.at(-1)
    if (first === undefined || last === undefined) throw badRequest('FILE_PARTS_INVALID')
    if (parts.length > 1) {
      checkPartSize(first.size)
      if (parts.slice(0, -1).some(({ size }) => size !== first.size)) throw badRequest('FILE_PART_SIZE_CHANGED')
      if (last.size > first.size) throw badRequest('FILE_PART_SIZE_CHANGED')
    }
    return parts
  }

  const putTogether = async (
    name: UploadName,
    { parts: count, md5 }: { readonly parts: number; readonly md5: string },
    isBig: boolean,
  ): Promise<UploadedContent> => {
    const upload = await store.read.uploads.get(name)
    if (upload === undefined) throw badRequest('FILE_PART_0_MISSING')
    const before = upload.content
    if (before !== undefined) {
      if (before.parts !== count) throw badRequest('FILE_PARTS_INVALID')
      if (!isBig && md5 !== '' && md5.toLowerCase() !== before.md5) throw badRequest('MD5_CHECKSUM_INVALID')
      return before
    }
    const parts = await partsOf(name, count)
    const size = parts.reduce((sum, part) => sum + part.size, 0)
    if (!isBig && size > maxSmallFileBytes) throw badRequest('FILE_PARTS_INVALID')
    // Of what is large clients give no MD5 ("Uploading and Downloading Files"), and it takes long.
    const digest = isBig ? undefined : createHash('md5')
    const content = async function* (): AsyncGenerator<Uint8Array> {
      for (const part of parts) {
        for await (const bytes of blobs.content(part)) {
          digest?.update(bytes)
          yield bytes
        }
      }
    }
    const written = await blobs.write(content())
    const found = digest?.digest('hex') ?? ''
    // What was written is in use by nothing, and goes.
    if (!isBig && md5 !== '' && md5.toLowerCase() !== found) throw badRequest('MD5_CHECKSUM_INVALID')
    const made: UploadedContent = { hash: written.hash, size, md5: found, parts: count }
    return store.transaction(async (tx) => {
      // Somebody else may have been quicker.
      const now = (await tx.uploads.get(name))?.content
      if (now !== undefined) {
        await tx.fileObjects.release(written.name, unixSeconds(clock))
        return now
      }
      await blobs.claimBlob(tx, written)
      await tx.uploads.finish(name, made, unixSeconds(clock))
      return made
    })
  }

  return (userId, file) => {
    const isBig = file._ === 'inputFileBig'
    const claim = { parts: file.parts, md5: isBig ? '' : file.md5Checksum }
    if (claim.parts < 1 || claim.parts > settings.maxFileParts) throw badRequest('FILE_PARTS_INVALID')
    const name = { userId, fileId: file.id }
    return inTurn(async () => {
      try {
        return await putTogether(name, claim, isBig)
      } catch (error) {
        if (!(error instanceof ObjectError)) throw error
        // A part was replaced, or the file was put together, while it was read: what holds now is looked at once more.
        return putTogether(name, claim, isBig)
      }
    })
  }
}
