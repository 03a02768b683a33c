import { createFileDecryptor, encryptedFileSize, fileKeyFingerprint } from '@chappe/crypto'
import type { api } from '@chappe/tl-codec/api'
import type { secret } from '@chappe/tl-codec/secret'
import { ClientError } from '../errors.ts'
import type { Files } from '../files/files.ts'
import { mimeTypeOf } from '../files/mime-types.ts'
import { type OpenSource, openSource, type UploadSource } from '../files/sources.ts'
import type { TransferControl, TransferOptions } from '../files/transfer.ts'
import type { PlatformFiles } from '../platform/platform.ts'
import type { Chat } from './chat.ts'
import type { SecretMedia } from './content.ts'
import { encryptSource } from './encrypted-source.ts'
import type { SecretMessage } from './secret-message.ts'
import { newRandomId, type SecretDraft, type SentSecretMessage, sendDraft } from './send.ts'
import type { StoredFile } from './store/stored-message.ts'

/** A small picture that is shown before the file is there: JPEG, of 90 by 90 at most. It is part of the message itself. */
export interface SecretThumbnail {
  readonly bytes: Uint8Array
  readonly width: number
  readonly height: number
}

export interface SecretFileOptions extends Omit<SecretDraft, 'media' | 'groupedId'>, TransferOptions {
  /** The source's own name by default. */
  readonly name?: string | undefined
  readonly mimeType?: string | undefined
  readonly thumb?: SecretThumbnail | undefined
  /** Sends it as a picture of this size. */
  readonly photo?: { readonly width: number; readonly height: number } | undefined
  /** What else it is: a video, a voice message, a moving picture. */
  readonly attributes?: readonly secret.DocumentAttribute[] | undefined
}

/** A file of an album, with its own options. */
export interface SecretAlbumItem extends SecretFileOptions {
  readonly file: UploadSource
}

/** A download. It begins when somebody takes it, in one of these ways, once. */
export interface SecretDownload extends TransferControl, AsyncIterable<Uint8Array> {
  /** All of it, in memory. */
  bytes(): Promise<Uint8Array>
}

/** The small picture of photos and files that come without one. */
const NO_THUMBNAIL: SecretThumbnail = { bytes: new Uint8Array(), width: 0, height: 0 }
const MAX_ALBUM = 10

export interface SecretFilesPort extends Pick<Files, 'upload' | 'download'> {
  readonly files: PlatformFiles | undefined
}

/** Encrypts a file while it is uploaded, and sends it. */
export async function sendSecretFile(
  port: SecretFilesPort,
  chat: Chat,
  source: UploadSource,
  options: SecretFileOptions,
): Promise<SentSecretMessage> {
  return sendUploaded(chat, await uploadEncrypted(port, chat, source, options), options)
}

/** Sends files as one album, in their order, once all of them are uploaded. */
export async function sendSecretAlbum(
  port: SecretFilesPort,
  chat: Chat,
  items: readonly SecretAlbumItem[],
): Promise<SentSecretMessage[]> {
  if (items.length === 0 || items.length > MAX_ALBUM)
    throw new ClientError('OPTION_INVALID', `an album has 1 to ${MAX_ALBUM} files, not ${items.length}`)
  const groupedId = newRandomId(chat.ports.random)
  const uploaded: Uploaded[] = []
  for (const item of items) uploaded.push(await uploadEncrypted(port, chat, item.file, item))
  return Promise.all(
    items.flatMap((item, at) => {
      const of = uploaded[at]
      return of === undefined ? [] : [sendUploaded(chat, of, { ...item, groupedId })]
    }),
  )
}

interface Uploaded {
  readonly media: SecretMedia
  readonly file: StoredFile
}

function sendUploaded(
  chat: Chat,
  { media, file }: Uploaded,
  options: Omit<SecretDraft, 'media'>,
): Promise<SentSecretMessage> {
  const { text, entities, replyTo, ttl, silent, groupedId, randomId } = options
  return sendDraft(chat, { text, entities, replyTo, ttl, silent, groupedId, randomId, media }, file)
}

async function uploadEncrypted(
  port: SecretFilesPort,
  chat: Chat,
  source: UploadSource,
  options: SecretFileOptions,
): Promise<Uploaded> {
  const { random, call } = chat.ports
  // A chat that is over takes no file.
  void chat.crypto
  const [key, iv] = [random(32), random(32)]
  const opened = await openSource(source, port.files)
  if (opened.size === 0) throw new ClientError('SOURCE_INVALID', 'a file without content cannot be sent')
  const encrypted = encryptSource(opened, key, iv, random)
  try {
    const { onProgress, signal } = options
    const { input } = await port.upload(encrypted.source, { onProgress, signal })
    const keyFingerprint = fileKeyFingerprint(key, iv)
    // From here on the server keeps it, however often the message has to be sent.
    const file = await call({
      _: 'messages.uploadEncryptedFile',
      ...{ peer: chat.peer, file: inputOf(input, keyFingerprint) },
    })
    if (file._ !== 'encryptedFile' || file.keyFingerprint !== keyFingerprint)
      throw new ClientError('ANSWER_UNEXPECTED', 'the server did not keep the file')
    const { id, accessHash, dcId, size } = file
    return {
      file: { id, accessHash, dcId, size },
      media: mediaOf({ key, iv, size: encrypted.plainSize }, opened, options),
    }
  } finally {
    encrypted.wipe()
    await opened.close().catch(() => {})
  }
}

function inputOf(input: api.inputFile | api.inputFileBig, keyFingerprint: number): api.InputEncryptedFile {
  const { id, parts } = input
  if (input._ === 'inputFileBig') return { _: 'inputEncryptedFileBigUploaded', id, parts, keyFingerprint }
  return { _: 'inputEncryptedFileUploaded', id, parts, md5Checksum: '', keyFingerprint }
}

interface FileKeys {
  readonly key: Uint8Array
  readonly iv: Uint8Array
  readonly size: number
}

function mediaOf({ key, iv, size }: FileKeys, source: OpenSource, options: SecretFileOptions): SecretMedia {
  const { thumb = NO_THUMBNAIL, photo, attributes = [] } = options
  // Text and entities are in the message itself: TDLib shows it twice if the caption has it as well.
  const common = { thumb: thumb.bytes, thumbW: thumb.width, thumbH: thumb.height, key, iv, caption: '' }
  if (photo !== undefined) return { _: 'decryptedMessageMediaPhoto', ...common, w: photo.width, h: photo.height, size }
  const fileName = options.name ?? source.name ?? ''
  const named: secret.DocumentAttribute[] = fileName === '' ? [] : [{ _: 'documentAttributeFilename', fileName }]
  const mimeType = options.mimeType ?? source.mimeType ?? mimeTypeOf(fileName)
  return {
    _: 'decryptedMessageMediaDocument',
    ...{ ...common, mimeType, size: BigInt(size), attributes: [...attributes, ...named] },
  }
}

/**
 * The file of a message, decrypted while it comes. Its content is not authenticated by the protocol: who relays it can garble
 * it, and not read it.
 */
export function downloadSecretFile(
  port: SecretFilesPort,
  message: SecretMessage,
  options: TransferOptions = {},
): SecretDownload {
  const { file } = message.secret
  if (file === undefined)
    throw new ClientError('FILE_UNAVAILABLE', 'the message has no file, or one whose key does not fit')
  const { id, accessHash, dcId, size, key, iv, plainSize } = file
  if (size < BigInt(encryptedFileSize(plainSize)))
    throw new ClientError('FILE_UNAVAILABLE', 'the file is shorter than the message says')
  const location: api.inputEncryptedFileLocation = { _: 'inputEncryptedFileLocation', id, accessHash }
  const download = port.download({ location, size: encryptedFileSize(plainSize), dcId }, options)

  async function* decrypted(): AsyncGenerator<Uint8Array, void, undefined> {
    const cipher = createFileDecryptor(key, iv, plainSize)
    try {
      for await (const piece of download) yield cipher.update(piece)
    } finally {
      cipher.wipe()
    }
  }
  return {
    get progress() {
      return download.progress
    },
    get paused() {
      return download.paused
    },
    pause: () => download.pause(),
    resume: () => download.resume(),
    abort: () => download.abort(),
    [Symbol.asyncIterator]: decrypted,
    async bytes() {
      const bytes = new Uint8Array(plainSize)
      let at = 0
      for await (const piece of decrypted()) {
        bytes.set(piece, at)
        at += piece.length
      }
      return bytes
    },
  }
}
