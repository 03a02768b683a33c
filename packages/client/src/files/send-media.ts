import type { RandomBytes } from '@chappe/crypto'
import type { api } from '@chappe/tl-codec/api'
import { ClientError, RpcError } from '../errors.ts'
import { randomIdFrom, replyToMessage, type SendOptions, type SentMessage, sentAs } from '../messages/send.ts'
import { askTwice } from '../rpc/ask-twice.ts'
import type { Call } from '../rpc/call.ts'
import { isExpired } from './download.ts'
import { type FileLike, shownIn, shownOrFail } from './file-like.ts'
import { mimeTypeOf } from './mime-types.ts'
import type { UploadSource } from './sources.ts'
import type { TransferOptions } from './transfer.ts'
import type { Upload, UploadedFile, UploadOptions } from './upload.ts'

/** What can be sent as a file or photo: something to upload, what was uploaded, or what some message shows already. */
export type Sendable = UploadSource | UploadedFile | Exclude<FileLike, { readonly location: unknown }>

/** How something is shown. */
export interface MediaOptions {
  /** Covered until somebody wants to see it. */
  readonly spoiler?: boolean | undefined
  /** Deletes itself so many seconds after it was opened. */
  readonly ttlSeconds?: number | undefined
}

export interface FileOptions extends MediaOptions {
  readonly name?: string | undefined
  readonly mimeType?: string | undefined
  /** How it is shown, such as `documentAttributeVideo`; its name is added. */
  readonly attributes?: readonly api.DocumentAttribute[] | undefined
  /** A small JPEG that is shown before the file was fetched. */
  readonly thumb?: UploadSource | UploadedFile | undefined
  /** Shown as a file, whatever it is. */
  readonly asFile?: boolean | undefined
}

/** What all that is sent with media may have. */
export interface CaptionOptions extends SendOptions, TransferOptions {
  readonly caption?: string | undefined
  readonly resumeAs?: string | undefined
}

export interface SendPhotoOptions extends CaptionOptions, MediaOptions {}
export interface SendFileOptions extends CaptionOptions, FileOptions {}

/** One photo or file of an album. */
export type AlbumItem = {
  readonly caption?: string | undefined
  readonly entities?: api.MessageEntity[] | undefined
} & (({ readonly photo: Sendable } & MediaOptions) | ({ readonly file: Sendable } & FileOptions))

export interface SendMediaPort {
  readonly call: Call
  readonly random: RandomBytes
  upload(source: UploadSource, options: UploadOptions): Upload
  refresh(shown: api.document | api.photo, from: FileLike): Promise<api.document | api.photo | undefined>
  forgetUpload(name: string): Promise<void>
}

type Kind = ({ readonly photo: Sendable } & MediaOptions) | ({ readonly file: Sendable } & FileOptions)

/** Sends a photo or a file with a caption. */
export async function sendOne(
  port: SendMediaPort,
  peer: api.InputPeer,
  kind: Kind,
  options: CaptionOptions,
): Promise<SentMessage> {
  const { caption = '', entities, silent, replyTo, resumeAs } = options
  const randomId = options.randomId ?? randomIdFrom(port.random)
  for (let again = false; ; again = true) {
    const media = await mediaOf(port, kind, options, again)
    const request: api.messages.sendMedia = {
      ...{
        _: 'messages.sendMedia',
        peer,
        media,
        message: caption,
        randomId,
        entities,
        silent,
        replyTo: replyToMessage(replyTo),
      },
    }
    try {
      const sent = { ...sentAs(await askTwice(port.call, request, options), randomId), randomId }
      if (resumeAs !== undefined) await port.forgetUpload(resumeAs)
      return sent
    } catch (error) {
      if (again || !(await isMendable(port, error, resumeAs))) throw error
    }
  }
}

/** Uploads all items, and sends them as one album. Gives the messages in the order of the items. */
export async function sendAlbum(
  port: SendMediaPort,
  peer: api.InputPeer,
  items: readonly AlbumItem[],
  options: CaptionOptions,
): Promise<SentMessage[]> {
  const { silent, replyTo } = options
  if (items.length === 0) throw new ClientError('OPTION_INVALID', 'an album has at least one item')
  const multiMedia: api.inputSingleMedia[] = []
  for (const item of items) {
    const media = await storedMedia(port, peer, item, options)
    const { caption: message = '', entities } = item
    multiMedia.push({ _: 'inputSingleMedia', media, randomId: randomIdFrom(port.random), message, entities })
  }
  const request: api.messages.sendMultiMedia = {
    ...{ _: 'messages.sendMultiMedia', peer, multiMedia, silent, replyTo: replyToMessage(replyTo) },
  }
  const result = await askTwice(port.call, request, options)
  return multiMedia.map(({ randomId }) => ({ ...sentAs(result, randomId), randomId }))
}

/** What is uploaded is made a photo or document first: an album takes nothing else ("Albums, grouped media"). */
async function storedMedia(
  port: SendMediaPort,
  peer: api.InputPeer,
  item: AlbumItem,
  options: CaptionOptions,
): Promise<api.InputMedia> {
  for (let again = false; ; again = true) {
    try {
      const media = await mediaOf(port, item, { ...options, resumeAs: undefined }, again)
      if (media._ === 'inputMediaPhoto' || media._ === 'inputMediaDocument') return media
      const made = await askTwice(port.call, { _: 'messages.uploadMedia', peer, media }, options)
      const shown = shownIn(made)
      if (shown === undefined) throw new ClientError('ANSWER_UNEXPECTED', 'the server does not say what was uploaded')
      return namedMedia(shown, item)
    } catch (error) {
      if (again || !isExpired(error)) throw error
    }
  }
}

/** @param fresh whether a reference has to be asked for anew */
async function mediaOf(
  port: SendMediaPort,
  kind: Kind,
  options: CaptionOptions,
  fresh: boolean,
): Promise<api.InputMedia> {
  const what = 'photo' in kind ? kind.photo : kind.file
  if (isShown(what)) {
    const known = shownOrFail(what)
    const shown = fresh ? ((await port.refresh(known, what)) ?? known) : known
    return namedMedia(shown, kind)
  }
  const { spoiler, ttlSeconds } = kind
  const { signal, onProgress, resumeAs } = options
  const asFile: FileOptions = 'photo' in kind ? {} : kind
  const { name, mimeType } = asFile
  const file = await uploaded(port, what, { name, mimeType, signal, onProgress, resumeAs })
  if ('photo' in kind) return { _: 'inputMediaUploadedPhoto', file: file.input, spoiler, ttlSeconds }
  const thumb = asFile.thumb === undefined ? undefined : await uploaded(port, asFile.thumb, { signal })
  const named: api.DocumentAttribute[] =
    file.name === '' ? [] : [{ _: 'documentAttributeFilename', fileName: file.name }]
  return {
    _: 'inputMediaUploadedDocument',
    ...{ file: file.input, thumb: thumb?.input, spoiler, ttlSeconds, forceFile: asFile.asFile },
    mimeType: file.mimeType ?? mimeTypeOf(file.name),
    attributes: [...(asFile.attributes ?? []), ...named],
  }
}

function namedMedia(shown: api.document | api.photo, { spoiler, ttlSeconds }: MediaOptions): api.InputMedia {
  const { id, accessHash, fileReference } = shown
  return shown._ === 'photo'
    ? { _: 'inputMediaPhoto', id: { _: 'inputPhoto', id, accessHash, fileReference }, spoiler, ttlSeconds }
    : { _: 'inputMediaDocument', id: { _: 'inputDocument', id, accessHash, fileReference }, spoiler, ttlSeconds }
}

function isShown(what: Sendable): what is Exclude<FileLike, { readonly location: unknown }> {
  return typeof what === 'object' && !(what instanceof Uint8Array) && ('_' in what || 'raw' in what)
}

async function uploaded(
  port: SendMediaPort,
  what: UploadSource | UploadedFile,
  options: UploadOptions,
): Promise<UploadedFile> {
  return typeof what === 'object' && 'input' in what ? what : port.upload(what, options)
}

/** Whether the same once more may succeed: with a fresh reference, or with parts that the server has forgotten. */
async function isMendable(port: SendMediaPort, error: unknown, resumeAs: string | undefined): Promise<boolean> {
  if (isExpired(error)) return true
  if (!(error instanceof RpcError) || resumeAs === undefined || error.type !== 'FILE_PART_MISSING') return false
  await port.forgetUpload(resumeAs)
  return true
}
