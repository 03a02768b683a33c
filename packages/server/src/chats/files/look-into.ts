import type { WrittenObject } from '../../blobs/blob-store.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import type { FilmFacts } from '../../media/film/films.ts'
import { readMp4 } from '../../media/film/read-mp4.ts'
import type { FilmSource } from '../../media/film/serve-source.ts'
import type { RenderedPicture } from '../../media/pictures/order.ts'
import { mostPictureBytes } from '../../media/pictures/picture-bounds.ts'
import type { OrderOf } from '../../media/pictures/pictures.ts'
import { RpcError } from '../../rpc/rpc-error.ts'
import { Refusal } from '../../rules/refusal.ts'
import { animationSide } from '../../rules/tgs.ts'
import type { StoredDocument } from '../../store/domain/files/documents.ts'
import { isPlayableFile } from './read-animation.ts'

type Ports = Pick<ServicePorts, 'store' | 'blobs' | 'media'>

/** Content that lies in the store, or that was just written for it. */
type Content = Pick<StoredDocument, 'hash' | 'size'> | WrittenObject

/** The small picture by which clients show a document before they have it ("Image thumbnail types"). */
const thumbOrder: OrderOf = {
  sizes: [{ type: 'm', side: 320, fit: 'inside', format: 'jpeg' }],
  stripped: true,
}

/** A GIF of more is sent as it is. */
const mostGifBytes = 20_971_520
const pictureTypes: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif'])

/** What can be told of files by looking into them. Where nothing can be, nothing is: a file is sent all the same. */
export interface LookInto {
  /** A GIF as an MP4, with what is in it; undefined if it stays what it is. */
  asFilm(userId: UserId, gif: Content): Promise<{ readonly film: WrittenObject; readonly facts: FilmFacts } | undefined>
  /** What is in a film or a sound. */
  facts(userId: UserId, content: Content): Promise<FilmFacts | undefined>
  /** The sides of an animation that clients play; undefined for what is none. */
  animation(content: Content): Promise<{ readonly w: number; readonly h: number } | undefined>
  /** A picture that a client has made of its file, made anew. */
  givenThumb(userId: UserId, picture: Content): Promise<RenderedPicture | undefined>
  /** A picture of what is in a file of this type. */
  thumb(userId: UserId, content: Content, type: string, seconds: number): Promise<RenderedPicture | undefined>
}

export function createLookInto({ store, blobs, media }: Ports): LookInto {
  const sourceOf = async (content: Content): Promise<FilmSource | undefined> => {
    const { hash, size } = content
    if ('name' in content) {
      return { size, read: (offset, length) => blobs.readWritten(content, offset, length) }
    }
    const blob = await store.read.blobs.get(hash)
    const object = blob && (await store.read.fileObjects.get(blob.object))
    return object && { size, read: (offset, length) => blobs.read(object, offset, length) }
  }

  const pictureOf = (userId: UserId, bytes: Uint8Array): Promise<RenderedPicture | undefined> =>
    unlessRefused(() => media.pictures.render(userId, async () => bytes, thumbOrder))

  const wholePicture = async (userId: UserId, content: Content): Promise<RenderedPicture | undefined> => {
    const source = content.size > mostPictureBytes ? undefined : await sourceOf(content)
    if (source === undefined) return undefined
    return unlessRefused(() => media.pictures.render(userId, () => source.read(0, source.size), thumbOrder))
  }

  return {
    async asFilm(userId, gif) {
      const source = gif.size > mostGifBytes ? undefined : await sourceOf(gif)
      const bytes = source && (await unlessRefused(() => media.films.gifToMp4(userId, source)))
      if (bytes === undefined) return undefined
      const made: FilmSource = { size: bytes.length, read: async (at, length) => bytes.slice(at, at + length) }
      const facts = await unlessRefused(() => media.films.facts(userId, made))
      if (facts?.picture === undefined) return undefined
      const film = await blobs.write(
        (async function* () {
          yield bytes
        })(),
      )
      return { film, facts }
    },

    async facts(userId, content) {
      const source = await sourceOf(content)
      if (source === undefined) return undefined
      const found = await unlessRefused(() => media.films.facts(userId, source))
      if (found?.picture !== undefined || found?.hasSound === true) return found
      // The head of an MP4 tells the most important without any program, and where one finds nothing to show.
      const head = await readMp4(source.read, source.size)
      return head ? { seconds: head.seconds, picture: { w: head.w, h: head.h }, hasSound: true } : found
    },

    async animation(content) {
      const source = await sourceOf(content)
      if (source === undefined || !(await isPlayableFile(await source.read(0, source.size)))) return undefined
      return { w: animationSide, h: animationSide }
    },

    givenThumb: wholePicture,

    async thumb(userId, content, type, seconds) {
      if (pictureTypes.has(type)) return wholePicture(userId, content)
      if (!type.startsWith('video/')) return undefined
      const source = await sourceOf(content)
      // The very first picture of a film is often black.
      const second = Math.min(1, seconds / 10)
      const frame = source && (await unlessRefused(() => media.films.frame(userId, source, second)))
      return frame && pictureOf(userId, frame)
    },
  }
}

/** What is no picture, or must wait too long, has none. */
async function unlessRefused<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof RpcError || error instanceof Refusal) return undefined
    throw error
  }
}
