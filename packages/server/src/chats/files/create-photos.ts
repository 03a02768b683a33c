import { type api, encode } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import type { OrderOf } from '../../media/pictures/pictures.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { fileSecretBytes } from '../../rules/file-reference.ts'
import { checkMediaTtl } from '../../rules/media-ttl.ts'
import { checkPhotoSides, photoSizes, profilePhotoSizes } from '../../rules/photo-sizes.ts'
import { readStored } from '../../tl/stored.ts'
import type { Assemble } from './assemble.ts'
import { attachedSetsOf } from './attached-stickers.ts'
import type { Documents } from './documents.ts'
import { createFindFile } from './find-file.ts'
import { newFileId } from './new-file-id.ts'
import type { NewPhoto, Photos } from './photos.ts'
import { createReadUpload } from './read-upload.ts'
import { shownSizes, writeSizes } from './rendered-sizes.ts'

type Ports = Pick<ServicePorts, 'store' | 'blobs' | 'clock' | 'random' | 'settings' | 'media'>

/** What is made of a picture that messages show. */
export const photoOrder: OrderOf = (w, h) => {
  checkPhotoSides(w, h)
  return { sizes: photoSizes(w, h), stripped: true }
}

/** What is made of a picture of a person or a chat. */
export const profilePhotoOrder: OrderOf = (w, h) => {
  checkPhotoSides(w, h)
  return { sizes: profilePhotoSizes(w, h), stripped: true }
}

export function createPhotos(ports: Ports, assemble: Assemble, documents: Documents): Photos {
  const { store, blobs, clock, random, settings, media } = ports
  const findFile = createFindFile(ports)
  const readUpload = createReadUpload(ports, assemble)

  const findPhoto: Photos['findPhoto'] = (userId, named, invalid) =>
    findFile(userId, named, { kind: 'photo', get: (id) => store.read.photos.get(id), invalid })

  const createPhoto = async (
    owner: UserId,
    { readPicture, orderOf, attached = [], videos = [] }: NewPhoto,
  ): Promise<api.photo> => {
    const picture = await media.pictures.render(owner, readPicture, orderOf)
    const contents = await writeSizes(blobs, picture.sizes)
    const photo: api.photo = {
      ...{ _: 'photo', hasStickers: attached.length > 0 || undefined, id: BigInt(newFileId(random)), accessHash: 0n },
      ...{ fileReference: new Uint8Array(), date: unixSeconds(clock), sizes: shownSizes(picture) },
      ...{ videoSizes: videos.length === 0 ? undefined : videos.map(({ size }) => size), dcId: settings.dcId },
    }
    const id = Number(photo.id)
    const file = { kind: 'photo', id } as const
    const pictures = contents.reduce((sum, { written }) => sum + written.size, 0)
    const size = videos.reduce((sum, { content }) => sum + (content?.size ?? 0), pictures)
    const secret = random(fileSecretBytes)
    await store.transaction(async (tx) => {
      for (const { type, written } of contents) {
        await blobs.claimBlob(tx, written)
        await tx.fileSizes.put({ ...file, type, hash: written.hash, size: written.size })
      }
      for (const { size: video, content } of videos) {
        if (video._ !== 'videoSize' || content === undefined) continue
        await tx.blobs.use(content.hash)
        await tx.fileSizes.put({ ...file, type: video.type, hash: content.hash, size: content.size })
      }
      await tx.photos.add({ id, owner, date: photo.date, size, secret, data: encode(photo) })
      await tx.attachedSets.add(file, attached)
    })
    return photo
  }

  /** What moves of a live photo: a video that was uploaded before. */
  const liveVideo = async (
    userId: UserId,
    isLive: boolean | undefined,
    id: api.InputDocument | undefined,
  ): Promise<Pick<api.messageMediaPhoto, 'livePhoto' | 'video'>> => {
    if (isLive !== true || id === undefined) return {}
    const { document, video } = await documents.shownDocument(userId, { _: 'inputMediaDocument', id })
    if (video !== true) throw badRequest('MEDIA_INVALID')
    return { livePhoto: true, video: document }
  }

  return {
    findPhoto,
    createPhoto,

    async uploadedPhoto(userId, { file, spoiler, ttlSeconds, stickers, video, livePhoto }) {
      const ttl = checkMediaTtl(ttlSeconds)
      const live = await liveVideo(userId, livePhoto, video)
      const attached = await attachedSetsOf(store.read, stickers)
      const readPicture = await readUpload(userId, file)
      const photo = await createPhoto(userId, { readPicture, orderOf: photoOrder, attached })
      return { _: 'messageMediaPhoto', spoiler, photo, ttlSeconds: ttl, ...live }
    },

    async shownPhoto(userId, { id, spoiler, ttlSeconds, video, livePhoto }) {
      const ttl = checkMediaTtl(ttlSeconds)
      const live = await liveVideo(userId, livePhoto, video)
      if (id._ !== 'inputPhoto') throw badRequest('MEDIA_INVALID')
      const stored = await findPhoto(userId, id, 'MEDIA_INVALID')
      const photo = readStored('Photo', stored.data, `photo ${stored.id}`)
      if (photo?._ !== 'photo') throw badRequest('MEDIA_INVALID')
      return { _: 'messageMediaPhoto', spoiler, photo, ttlSeconds: ttl, ...live }
    },
  }
}
