import { type api, encode } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { mostPictureBytes } from '../../media/pictures/picture-bounds.ts'
import { createWorkQueue } from '../../media/work-queue.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { FetchedFile } from '../../ports/link-previews.ts'
import { badRequest, notImplemented } from '../../rpc/rpc-error.ts'
import { fileSecretBytes } from '../../rules/file-reference.ts'
import { checkMediaTtl } from '../../rules/media-ttl.ts'
import { StoreError } from '../../store/errors.ts'
import { cleanAttributes, cleanMimeType } from './attributes.ts'
import { mediaOf } from './create-documents.ts'
import { photoOrder } from './create-photos.ts'
import type { ExternalMedia } from './external-media.ts'
import { missingIn, withFacts } from './facts-of-film.ts'
import { createLookInto } from './look-into.ts'
import { newFileId } from './new-file-id.ts'
import { readFetched } from './read-fetched.ts'
import { requireRoom } from './room-of-account.ts'

/** Pictures that are shown as photos; others move, or are files. */
const pictureTypes: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/webp'])

/** As the Bot API says of files that are sent by their URL. */
const mostFileBytes = 20 * 1024 * 1024

type Ports = Pick<
  ServicePorts,
  'store' | 'blobs' | 'media' | 'clock' | 'random' | 'settings' | 'photos' | 'linkPreviews'
>

export function createExternalMedia(ports: Ports): ExternalMedia {
  const { store, blobs, clock, random, settings, photos, linkPreviews } = ports
  const lookInto = createLookInto(ports)
  // Slow servers of strangers keep nobody else waiting for long.
  const queue = createWorkQueue({ atOnce: 8, waiting: 100, waitingOfAccount: 10 })

  const open = async (url: string, maxBytes: number): Promise<FetchedFile> => {
    if (linkPreviews === undefined) throw badRequest('WEBPAGE_CURL_FAILED')
    const link = linkPreviews.canonical(url.trim())
    if (link === undefined) throw badRequest('EXTERNAL_URL_INVALID')
    const file = await linkPreviews.file(link, maxBytes)
    if (file === undefined) throw badRequest('WEBPAGE_CURL_FAILED')
    // A page that was meant to lead to a file, or that says why there is none.
    if (typeOf(file) !== 'text/html') return file
    await letGo(file)
    throw badRequest('WEBPAGE_MEDIA_EMPTY')
  }

  const addPhoto = async (userId: UserId, bytes: Uint8Array | undefined): Promise<api.photo> => {
    if (bytes === undefined) throw badRequest('WEBPAGE_CURL_FAILED')
    if (bytes.length === 0) throw badRequest('WEBPAGE_MEDIA_EMPTY')
    await requireRoom(ports, userId, bytes.length)
    return photos.createPhoto(userId, { readPicture: async () => bytes, orderOf: photoOrder })
  }

  const addDocument = async (userId: UserId, file: FetchedFile): Promise<api.document> => {
    const written = await blobs.write(file.content).catch((error: unknown) => {
      if (error instanceof StoreError) throw error
      return undefined
    })
    if (written === undefined) throw badRequest('WEBPAGE_CURL_FAILED')
    if (written.size === 0) throw badRequest('WEBPAGE_MEDIA_EMPTY')
    // What was written is in use by nothing, and goes.
    await requireRoom(ports, userId, written.size)
    const mimeType = typeOf(file)
    const named: api.DocumentAttribute = { _: 'documentAttributeFilename', fileName: nameOf(file.url) }
    const moving: api.DocumentAttribute[] = mimeType === 'image/gif' ? [{ _: 'documentAttributeAnimated' }] : []
    const said = { mimeType, attributes: cleanAttributes([named, ...moving]) }
    const facts = missingIn(said) ? await lookInto.facts(userId, written) : undefined
    const { attributes } = facts === undefined ? said : withFacts(said, facts)
    const date = unixSeconds(clock)
    const document: api.document = {
      ...{ _: 'document', id: BigInt(newFileId(random)), accessHash: 0n, fileReference: new Uint8Array(), date },
      ...{ mimeType, size: BigInt(written.size), dcId: settings.dcId, attributes: [...attributes] },
    }
    const { hash, size } = written
    const secret = random(fileSecretBytes)
    const stored = { id: Number(document.id), owner: userId, date, hash, size, secret, data: encode(document) }
    await store.transaction(async (tx) => {
      await blobs.claimBlob(tx, written)
      await tx.documents.add(stored)
    })
    return document
  }

  return {
    async externalPhoto(userId, { url, spoiler, ttlSeconds }) {
      const ttl = checkMediaTtl(ttlSeconds)
      await requireRoom(ports, userId, 1)
      const bytes = await queue.takeTurn(userId, async () => readFetched(await open(url, mostPictureBytes)))
      const photo = await addPhoto(userId, bytes)
      return { _: 'messageMediaPhoto', spoiler, photo, ttlSeconds: ttl }
    },

    externalDocument: (userId, { url, spoiler, ttlSeconds, videoCover }) =>
      queue.takeTurn(userId, async () => {
        if (videoCover !== undefined) throw notImplemented()
        const ttl = checkMediaTtl(ttlSeconds)
        await requireRoom(ports, userId, 1)
        const document = await addDocument(userId, await open(url, mostFileBytes))
        return { ...mediaOf(document, spoiler), ttlSeconds: ttl }
      }),

    async externalFile(userId, url) {
      await requireRoom(ports, userId, 1)
      const found = await queue.takeTurn(userId, async () => {
        const file = await open(url, mostFileBytes)
        if (!pictureTypes.has(typeOf(file))) return { document: await addDocument(userId, file) }
        return { bytes: await readFetched(file, mostPictureBytes) }
      })
      return found.document ?? addPhoto(userId, found.bytes)
    },
  }
}

function typeOf({ contentType }: FetchedFile): string {
  return cleanMimeType(contentType.split(';')[0] ?? '')
}

/** A connection is let go by whoever has begun to read. */
async function letGo({ content }: FetchedFile): Promise<void> {
  try {
    for await (const _ of content) break
  } catch {
    // It is over in either case.
  }
}

/** What the last part of the address is called. */
function nameOf(url: string): string {
  const last = new URL(url).pathname.split('/').at(-1) ?? ''
  try {
    return decodeURIComponent(last) || 'file'
  } catch {
    return last
  }
}
