import { type api, encode } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
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
import { newFileId } from './new-file-id.ts'
import { readFetched } from './read-fetched.ts'
import { requireRoom } from './room-of-account.ts'

/** As the Bot API says of files that are sent by their URL. */
const mostFileBytes = 20 * 1024 * 1024

type Ports = Pick<ServicePorts, 'store' | 'blobs' | 'clock' | 'random' | 'settings' | 'photos' | 'linkPreviews'>

export function createExternalMedia(ports: Ports): ExternalMedia {
  const { store, blobs, clock, random, settings, photos, linkPreviews } = ports
  // Slow servers of strangers keep nobody else waiting for long.
  const queue = createWorkQueue({ atOnce: 8, waiting: 100, waitingOfAccount: 10 })

  const open = async (url: string, maxBytes: number): Promise<FetchedFile> => {
    if (linkPreviews === undefined) throw badRequest('WEBPAGE_CURL_FAILED')
    const link = linkPreviews.canonical(url.trim())
    if (link === undefined) throw badRequest('EXTERNAL_URL_INVALID')
    const file = await linkPreviews.file(link, maxBytes)
    if (file === undefined) throw badRequest('WEBPAGE_CURL_FAILED')
    // A page that was meant to lead to a file, or that says why there is none.
    if (cleanMimeType(file.contentType.split(';')[0] ?? '') !== 'text/html') return file
    await letGo(file)
    throw badRequest('WEBPAGE_MEDIA_EMPTY')
  }

  return {
    async externalPhoto(userId, { url, spoiler, ttlSeconds }) {
      const ttl = checkMediaTtl(ttlSeconds)
      await requireRoom(ports, userId, 1)
      const bytes = await queue.takeTurn(userId, async () => readFetched(await open(url, mostPictureBytes)))
      if (bytes === undefined) throw badRequest('WEBPAGE_CURL_FAILED')
      if (bytes.length === 0) throw badRequest('WEBPAGE_MEDIA_EMPTY')
      await requireRoom(ports, userId, bytes.length)
      const photo = await photos.createPhoto(userId, { readPicture: async () => bytes, orderOf: photoOrder })
      return { _: 'messageMediaPhoto', spoiler, photo, ttlSeconds: ttl }
    },

    externalDocument: (userId, { url, spoiler, ttlSeconds, videoCover }) =>
      queue.takeTurn(userId, async () => {
        if (videoCover !== undefined) throw notImplemented()
        const ttl = checkMediaTtl(ttlSeconds)
        await requireRoom(ports, userId, 1)
        const file = await open(url, mostFileBytes)
        const written = await blobs.write(file.content).catch((error: unknown) => {
          if (error instanceof StoreError) throw error
          return undefined
        })
        if (written === undefined) throw badRequest('WEBPAGE_CURL_FAILED')
        if (written.size === 0) throw badRequest('WEBPAGE_MEDIA_EMPTY')
        // What was written is in use by nothing, and goes.
        await requireRoom(ports, userId, written.size)
        const mimeType = cleanMimeType(file.contentType.split(';')[0] ?? '')
        const fileName = nameOf(file.url)
        const named: api.DocumentAttribute = { _: 'documentAttributeFilename', fileName }
        const moving: api.DocumentAttribute[] = mimeType === 'image/gif' ? [{ _: 'documentAttributeAnimated' }] : []
        const date = unixSeconds(clock)
        const document: api.document = {
          ...{ _: 'document', id: BigInt(newFileId(random)), accessHash: 0n, fileReference: new Uint8Array(), date },
          ...{ mimeType, size: BigInt(written.size), dcId: settings.dcId },
          attributes: cleanAttributes([named, ...moving]),
        }
        const { hash, size } = written
        const secret = random(fileSecretBytes)
        const stored = { id: Number(document.id), owner: userId, date, hash, size, secret, data: encode(document) }
        await store.transaction(async (tx) => {
          await blobs.claimBlob(tx, written)
          await tx.documents.add(stored)
        })
        return { ...mediaOf(document, spoiler), ttlSeconds: ttl }
      }),
  }
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
