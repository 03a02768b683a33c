import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { readMp4 } from '../../media/film/read-mp4.ts'
import type { FilmSource } from '../../media/film/serve-source.ts'
import { gradientPng } from '../../media/pictures/gradient.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { checkFilm, filmType, mostFilmBytes, parseMarkup, parseStart } from '../../rules/profile-photos.ts'
import type { StoredObject } from '../../store/domain/files/file-objects.ts'
import type { StoredPhoto } from '../../store/domain/files/photos.ts'
import type { UploadedContent } from '../../store/domain/files/uploads.ts'
import { readStored } from '../../tl/stored.ts'
import type { Assemble } from '../files/assemble.ts'
import { profilePhotoOrder } from '../files/create-photos.ts'
import type { NewPhoto } from '../files/photos.ts'
import { createReadUpload } from '../files/read-upload.ts'
import type { ProfilePhotos } from './profile-photos.ts'

type Ports = Pick<ServicePorts, 'store' | 'blobs' | 'photos' | 'media'>

/** The side of what stands for an emoji on colours: the largest that a photo is kept in. */
const markupSide = 640

interface Film {
  readonly size: api.videoSize
  readonly content: UploadedContent
  readonly source: FilmSource
}

export function createProfilePhotos({ store, blobs, photos, media }: Ports, assemble: Assemble): ProfilePhotos {
  const readUpload = createReadUpload({ store, blobs }, assemble)

  const filmOf = async (userId: UserId, video: api.InputFile, start: number | undefined): Promise<Film> => {
    if (video._ === 'inputFileStoryDocument') throw badRequest('FILE_ID_INVALID')
    const content = await assemble(userId, video)
    const blob = content.size > mostFilmBytes ? undefined : await store.read.blobs.get(content.hash)
    const object = blob && (await store.read.fileObjects.get(blob.object))
    if (object === undefined) throw badRequest('VIDEO_FILE_INVALID')
    const source: FilmSource = { size: object.size, read: (at, length) => blobs.read(object, at, length) }
    const film = await readMp4(source.read, source.size)
    if (film === undefined) throw badRequest('VIDEO_FILE_INVALID')
    checkFilm(film)
    const { w, h, seconds } = film
    const videoStartTs = parseStart(start, seconds)
    return { content, source, size: { _: 'videoSize', type: filmType, w, h, size: content.size, videoStartTs } }
  }

  /** The picture that stands for a film, for whoever gave none. It takes ffmpeg. */
  const frameOf = async (userId: UserId, { source, size }: Film): Promise<NewPhoto['readPicture']> => {
    const frame = await media.films.frame(userId, source, size.videoStartTs ?? 0)
    if (frame === undefined) throw badRequest('IMAGE_PROCESS_FAILED')
    return async () => frame
  }

  const make = (
    userId: UserId,
    readPicture: NewPhoto['readPicture'],
    videos: NewPhoto['videos'] = [],
  ): Promise<api.photo> => photos.createPhoto(userId, { readPicture, orderOf: profilePhotoOrder, videos })

  /** Colours alone, for what clients show upon them. */
  const draw = (userId: UserId, colors: readonly number[], videos: NewPhoto['videos']): Promise<api.photo> =>
    make(userId, () => gradientPng(markupSide, colors), videos)

  const remake = (userId: UserId, object: StoredObject): Promise<api.photo> =>
    make(userId, () => blobs.read(object, 0, object.size))

  const stored = (one: StoredPhoto, invalid: string): api.photo => {
    const photo = readStored('Photo', one.data, `photo ${one.id}`)
    if (photo?._ !== 'photo') throw badRequest(invalid)
    return photo
  }

  const squareOf = async (userId: UserId, found: StoredPhoto, invalid: string): Promise<api.photo> => {
    const photo = stored(found, invalid)
    if (isSquare(photo)) return photo
    const largest = largestOf(photo)
    const object = largest && (await store.read.fileSizes.object({ kind: 'photo', id: found.id }, largest.type))
    if (object === undefined) throw badRequest(invalid)
    return remake(userId, object)
  }

  const profilePhotos: ProfilePhotos = {
    async uploadedProfilePhoto(userId, { file, video, videoStartTs, videoEmojiMarkup }) {
      const markup = videoEmojiMarkup && parseMarkup(videoEmojiMarkup)
      const film = video && (await filmOf(userId, video, videoStartTs))
      const videos = [
        film === undefined ? [] : { size: film.size, content: film.content },
        markup === undefined ? [] : { size: markup },
      ].flat()
      if (file !== undefined) return make(userId, await readUpload(userId, file), videos)
      if (markup !== undefined) return draw(userId, markup.backgroundColors, videos)
      if (film === undefined) throw badRequest('PHOTO_FILE_MISSING')
      return make(userId, await frameOf(userId, film), videos)
    },

    async shownProfilePhoto(userId, named, invalid) {
      return squareOf(userId, await photos.findPhoto(userId, named, invalid), invalid)
    },

    async sentProfilePhoto(userId, id, invalid) {
      const found = await store.read.photos.get(id)
      if (found === undefined) throw badRequest(invalid)
      return squareOf(userId, found, invalid)
    },

    async givenChatPhoto(userId, input) {
      if (input._ === 'inputChatPhotoEmpty') return undefined
      if (input._ === 'inputChatUploadedPhoto') return profilePhotos.uploadedProfilePhoto(userId, input)
      return input.id._ === 'inputPhoto'
        ? profilePhotos.shownProfilePhoto(userId, input.id, 'PHOTO_INVALID')
        : undefined
    },
  }
  return profilePhotos
}

/** Whether it was made for a profile or a chat. */
function isSquare({ sizes }: api.photo): boolean {
  return sizes.some((size) => size.type === 'a')
}

function largestOf({ sizes }: api.photo): api.photoSize | api.photoSizeProgressive | undefined {
  const kept = sizes.filter((size) => size._ === 'photoSize' || size._ === 'photoSizeProgressive')
  return kept.toSorted((a, b) => b.w * b.h - a.w * a.h)[0]
}
