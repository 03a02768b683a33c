import type { api } from '@chappe/tl-codec/api'
import type { TestClient } from './test-server.ts'
import { downloadAll, testPicture, uploadBytes } from './uploads.ts'

/** Uploads a square picture, small unless told otherwise. */
export async function uploadedSquare(client: TestClient, side = 64): Promise<api.inputFile> {
  return uploadBytes(client, await testPicture(side, side))
}

/** What there is of a photo behind what is shown beside a name. */
export async function downloadPeerPhoto(
  client: TestClient,
  peer: api.InputPeer,
  photoId: bigint,
  big = true,
): Promise<Uint8Array> {
  return downloadAll(client, { _: 'inputPeerPhotoFileLocation', big, peer, photoId })
}

/** One size of a photo that somebody was shown whole. */
export async function downloadPhoto(client: TestClient, photo: api.Photo, thumbSize: string): Promise<Uint8Array> {
  const { id, accessHash, fileReference } = wholePhoto(photo)
  return downloadAll(client, { _: 'inputPhotoFileLocation', id, accessHash, fileReference, thumbSize })
}

export function wholePhoto(photo: api.Photo | undefined): api.photo {
  if (photo?._ !== 'photo') throw new TypeError('a photo was expected')
  return photo
}

export function inputPhoto(photo: api.Photo): api.inputPhoto {
  const { id, accessHash, fileReference } = wholePhoto(photo)
  return { _: 'inputPhoto', id, accessHash, fileReference }
}
