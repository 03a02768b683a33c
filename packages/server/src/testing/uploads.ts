import type { api } from '@chappe/tl-codec/api'
import sharp from 'sharp'
import type { TestClient } from './test-server.ts'

/** A small picture, other ones for each seed. */
export async function testPicture(w = 64, h = 48, seed = 1): Promise<Uint8Array> {
  const background = { r: (seed * 53) % 256, g: (seed * 97) % 256, b: (seed * 31) % 256 }
  return new Uint8Array(
    await sharp({ create: { width: w, height: h, channels: 3, background } })
      .jpeg()
      .toBuffer(),
  )
}

let lastFile = 1_000_000n

/** Uploads a small file in one part. */
export async function uploadBytes(client: TestClient, bytes: Uint8Array, name = 'a.jpg'): Promise<api.inputFile> {
  const id = ++lastFile
  await client.call({ _: 'upload.saveFilePart', fileId: id, filePart: 0, bytes })
  return { _: 'inputFile', id, parts: 1, name, md5Checksum: '' }
}

/** A small picture that was uploaded, to be sent then. */
export async function uploadedPhoto(
  client: TestClient,
  more: Partial<api.inputMediaUploadedPhoto> = {},
  picture?: Uint8Array,
): Promise<api.inputMediaUploadedPhoto> {
  return {
    _: 'inputMediaUploadedPhoto',
    file: await uploadBytes(client, picture ?? (await testPicture())),
    ...more,
  }
}

/** The photo that a message shows. */
export function photoIn(message: api.Message | undefined): api.photo {
  const media = message?._ === 'message' ? message.media : undefined
  const photo = media?._ === 'messageMediaPhoto' ? media.photo : undefined
  if (photo?._ !== 'photo') throw new Error('the message shows no photo')
  return photo
}

/** All bytes at a location, in one request. */
export async function downloadAll(client: TestClient, location: api.InputFileLocation): Promise<Uint8Array> {
  const file = await client.call({ _: 'upload.getFile', location, offset: 0n, limit: 1_048_576 })
  if (file._ !== 'upload.file') throw new Error('no bytes')
  return file.bytes
}

export function locationOf(photo: api.photo, thumbSize: string): api.inputPhotoFileLocation {
  const { id, accessHash, fileReference } = photo
  return { _: 'inputPhotoFileLocation', id, accessHash, fileReference, thumbSize }
}

export function documentLocation(document: api.document): api.inputDocumentFileLocation {
  const { id, accessHash, fileReference } = document
  return { _: 'inputDocumentFileLocation', id, accessHash, fileReference, thumbSize: '' }
}
