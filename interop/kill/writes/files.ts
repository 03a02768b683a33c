import type { api } from '@chappe/tl-codec/api'
import sharp from 'sharp'
import type { Write } from '../traffic.ts'
import { BLOCKED, type Chat, inBoth, sentId } from './chat.ts'

const PART_BYTES = 4_096

/** Uploads a file in parts, sends it, at times as media that was made before, and downloads it again. */
export function sendFile(chat: Chat): Write {
  const { me, peer, messages, random } = chat
  const tag = chat.newName('m')
  const randomId = chat.newRandomId()
  const fileId = chat.newRandomId()
  const content = new TextEncoder().encode(`${tag} `.repeat(1_000 + random.int(2_000)))
  const isBig = random.chance(0.5)
  const mediaFirst = random.chance(0.5)
  const message = `${tag} file`
  return {
    kind: 'send file',
    changes: inBoth(chat, `message ${tag}`, (with_) => `with ${with_}: ${message}`),
    refusals: BLOCKED,
    async perform() {
      const total = Math.ceil(content.length / PART_BYTES)
      for (let filePart = 0; filePart < total; filePart++) {
        const bytes = content.subarray(filePart * PART_BYTES, (filePart + 1) * PART_BYTES)
        await me.client.call(
          isBig
            ? { _: 'upload.saveBigFilePart', fileId, filePart, fileTotalParts: total, bytes }
            : { _: 'upload.saveFilePart', fileId, filePart, bytes },
        )
      }
      const file: api.InputFile = isBig
        ? { _: 'inputFileBig', id: fileId, parts: total, name: tag }
        : { _: 'inputFile', id: fileId, parts: total, name: tag, md5Checksum: '' }
      let media: api.InputMedia = {
        ...{ _: 'inputMediaUploadedDocument', file, mimeType: 'text/plain' },
        attributes: [{ _: 'documentAttributeFilename', fileName: `${tag}.txt` }],
      }
      if (mediaFirst) {
        const made = documentOf(await me.client.call({ _: 'messages.uploadMedia', peer, media }))
        media = { _: 'inputMediaDocument', id: { ...made, _: 'inputDocument' } }
      }
      const answer = await me.client.call({ _: 'messages.sendMedia', peer, media, message, randomId })
      const id = sentId(answer, randomId)
      messages.add({ tag, kind: 'file', id, randomId })
      const sent = answer._ === 'updates' ? answer.updates.flatMap(mediaOf) : []
      for (const one of sent) {
        const { id, accessHash, fileReference } = documentOf(one)
        const location = { _: 'inputDocumentFileLocation', id, accessHash, fileReference, thumbSize: '' } as const
        const got = await me.client.call({ _: 'upload.getFile', location, offset: 0n, limit: 1_048_576 })
        if (got._ !== 'upload.file' || !Buffer.from(content).equals(got.bytes)) {
          throw new Error(`${tag} is not what was uploaded`)
        }
      }
    },
  }
}

/** A few pictures, each made once. */
const PICTURES = [1, 2, 3].map((seed) => {
  const background = { r: seed * 60, g: 255 - seed * 60, b: 90 }
  return sharp({ create: { width: 90 * seed, height: 60, channels: 3, background } })
    .jpeg()
    .toBuffer()
})

/** Uploads a picture, sends it as a photo, at times as media that was made before, and downloads each of its sizes. */
export function sendPhoto(chat: Chat): Write {
  const { me, peer, messages, random } = chat
  const tag = chat.newName('m')
  const randomId = chat.newRandomId()
  const fileId = chat.newRandomId()
  const picture = random.int(PICTURES.length)
  const mediaFirst = random.chance(0.5)
  const message = `${tag} photo`
  return {
    kind: 'send photo',
    changes: inBoth(chat, `message ${tag}`, (with_) => `with ${with_}: ${message}`),
    refusals: BLOCKED,
    async perform() {
      const bytes = new Uint8Array((await PICTURES[picture]) ?? [])
      await me.client.call({ _: 'upload.saveFilePart', fileId, filePart: 0, bytes })
      const file: api.InputFile = { _: 'inputFile', id: fileId, parts: 1, name: `${tag}.jpg`, md5Checksum: '' }
      let media: api.InputMedia = { _: 'inputMediaUploadedPhoto', file }
      if (mediaFirst) {
        const made = photoOf(await me.client.call({ _: 'messages.uploadMedia', peer, media }))
        media = { _: 'inputMediaPhoto', id: { ...made, _: 'inputPhoto' } }
      }
      const answer = await me.client.call({ _: 'messages.sendMedia', peer, media, message, randomId })
      messages.add({ tag, kind: 'file', id: sentId(answer, randomId), randomId })
      for (const one of answer._ === 'updates' ? answer.updates.flatMap(mediaOf) : []) {
        const { id, accessHash, fileReference, sizes } = photoOf(one)
        for (const size of sizes) {
          if (size._ !== 'photoSize') continue
          const named = { id, accessHash, fileReference, thumbSize: size.type }
          const location: api.InputFileLocation = { _: 'inputPhotoFileLocation', ...named }
          const got = await me.client.call({ _: 'upload.getFile', location, offset: 0n, limit: 1_048_576 })
          if (got._ !== 'upload.file' || got.bytes.length !== size.size) throw new Error(`${tag} has other sizes`)
        }
      }
    },
  }
}

function photoOf(media: api.MessageMedia): api.photo {
  const photo = media._ === 'messageMediaPhoto' ? media.photo : undefined
  if (photo?._ !== 'photo') throw new TypeError(`${media._} shows no photo`)
  return photo
}

function mediaOf(update: api.Update): api.MessageMedia[] {
  if (update._ !== 'updateNewMessage' || update.message._ !== 'message') return []
  return update.message.media === undefined ? [] : [update.message.media]
}

function documentOf(media: api.MessageMedia): api.document {
  const document = media._ === 'messageMediaDocument' ? media.document : undefined
  if (document?._ !== 'document') throw new TypeError(`${media._} shows no document`)
  return document
}
