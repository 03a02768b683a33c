import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import type { OrderOf } from '../../media/pictures/pictures.ts'
import type { LinkPreview } from '../../ports/link-previews.ts'
import { RpcError } from '../../rpc/rpc-error.ts'
import { checkPhotoSides, photoSizes } from '../../rules/photo-sizes.ts'
import { Refusal } from '../../rules/refusal.ts'
import { viewWebPage } from '../../views/web-page-view.ts'
import { readFetched } from '../files/read-fetched.ts'
import type { WebPages } from './web-pages.ts'

const mostPictureBytes = 5 * 1024 * 1024
const largestSide = 1_280

/** A picture that is too small to be worth anything is left out. */
const smallestSide = 32

const previewOrder: OrderOf = (w, h) => {
  checkPhotoSides(w, h)
  // As of a picture that is no larger than what is wanted of it.
  const scale = Math.min(1, largestSide / Math.max(w, h))
  const sizes = photoSizes(w * scale, h * scale)
  return { sizes: Math.min(w, h) < smallestSide ? [] : sizes, stripped: true }
}

/** The picture of a page: made once for as long as the page is remembered. */
interface Picture {
  readonly made: Promise<api.photo | undefined>
  isMade: boolean
  photo: api.photo | undefined
}

export function createWebPages({ linkPreviews, photos }: Pick<ServicePorts, 'linkPreviews' | 'photos'>): WebPages {
  const pictures = new WeakMap<LinkPreview, Picture>()

  const make = async (userId: UserId, url: string): Promise<api.photo | undefined> => {
    try {
      const file = await linkPreviews?.file(url, mostPictureBytes)
      const bytes = file && (await readFetched(file))
      if (bytes === undefined) return undefined
      const photo = await photos.createPhoto(userId, { readPicture: async () => bytes, orderOf: previewOrder })
      return photo.sizes.some(({ _ }) => _ !== 'photoStrippedSize') ? photo : undefined
    } catch (error) {
      // Of a stranger's picture anything may be expected; the page is shown without it.
      if (error instanceof RpcError || error instanceof Refusal) return undefined
      throw error
    }
  }

  const pictureOf = (userId: UserId, preview: LinkPreview, url: string): Picture => {
    const before = pictures.get(preview)
    if (before !== undefined) return before
    const picture: Picture = { made: make(userId, url), isMade: false, photo: undefined }
    pictures.set(preview, picture)
    const settle = (photo: api.photo | undefined): void => {
      picture.isMade = true
      picture.photo = photo
    }
    picture.made.then(settle, () => settle(undefined))
    return picture
  }

  return {
    knownPage(link) {
      const preview = linkPreviews?.known(link)
      if (preview === undefined) return undefined
      if (preview.picture === undefined) return viewWebPage(preview)
      const picture = pictures.get(preview)
      return picture?.isMade === true ? viewWebPage(preview, picture.photo) : undefined
    },
    async findPage(userId, link) {
      const preview = await linkPreviews?.of(link)
      if (preview === undefined) return undefined
      const { picture: url } = preview
      return viewWebPage(preview, url === undefined ? undefined : await pictureOf(userId, preview, url).made)
    },
  }
}
