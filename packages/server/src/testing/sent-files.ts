import type { api } from '@chappe/tl-codec/api'
import type { SendAct } from '../rules/rights.ts'
import type { TestClient } from './test-server.ts'
import { uploadedPhoto } from './uploads.ts'

const video: api.documentAttributeVideo = { _: 'documentAttributeVideo', duration: 1, w: 4, h: 3 }
const audio: api.documentAttributeAudio = { _: 'documentAttributeAudio', duration: 1 }

/** A file of each kind that members may be kept from sending, by what makes it one; what is uploaded is no sticker. */
export const sentFiles: readonly (readonly [
  act: SendAct,
  how: string,
  attributes: api.DocumentAttribute[] | 'photo',
])[] = [
  ['send photos', 'a photo', 'photo'],
  ['send documents', 'a file', []],
  ['send videos', 'a video', [video]],
  ['send round videos', 'a round video', [{ ...video, roundMessage: true }]],
  ['send gifs', 'an animation', [video, { _: 'documentAttributeAnimated' }]],
  ['send audios', 'music', [audio]],
  ['send voices', 'a voice', [{ ...audio, voice: true }]],
]

/** Uploads a small file, to be sent then. */
export async function uploadedFile(
  client: TestClient,
  id: bigint,
  attributes: api.DocumentAttribute[] | 'photo',
): Promise<api.inputMediaUploadedDocument | api.inputMediaUploadedPhoto> {
  if (attributes === 'photo') return uploadedPhoto(client)
  const bytes = new TextEncoder().encode('what is in the file')
  await client.call({ _: 'upload.saveFilePart', fileId: id, filePart: 0, bytes })
  const file: api.inputFile = { _: 'inputFile', id, parts: 1, name: 'a', md5Checksum: '' }
  const isSound = attributes.some(({ _ }) => _ === 'documentAttributeAudio')
  return { _: 'inputMediaUploadedDocument', file, mimeType: isSound ? 'audio/ogg' : 'video/mp4', attributes }
}
