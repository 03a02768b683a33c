import type { api } from '@chappe/tl-codec/api'
import { badRequest } from '../../../rpc/rpc-error.ts'
import { ttlOf } from '../../../rules/media-ttl.ts'

/** Makes of what a client sends what is stored. */
export type ParseShown = (input: api.InputMedia) => Promise<api.MessageMedia | undefined>

/** "InputPollMedia" and "InputPollOptionMedia" of the Bot API: files and places. */
const shown: ReadonlySet<api.InputMedia['_']> = new Set([
  ...(['inputMediaUploadedPhoto', 'inputMediaPhoto', 'inputMediaPhotoExternal'] as const),
  ...(['inputMediaUploadedDocument', 'inputMediaDocument', 'inputMediaDocumentExternal'] as const),
  ...(['inputMediaGeoPoint', 'inputMediaVenue'] as const),
])

/** What stands above a poll. Throws the public error for what cannot. */
export async function mediaAbove(parse: ParseShown, input: api.InputMedia): Promise<api.MessageMedia> {
  const media = shown.has(input._) ? await parse(input) : undefined
  if (media === undefined || ttlOf(media) !== undefined || isSticker(media)) throw badRequest('MEDIA_INVALID')
  return media
}

/** What stands beside an answer: no sounds, and no files that show nothing. */
export async function mediaBeside(parse: ParseShown, input: api.InputMedia): Promise<api.MessageMedia> {
  const media = shown.has(input._) ? await parse(input) : undefined
  if (media === undefined || ttlOf(media) !== undefined || !isSeen(media)) throw badRequest('MEDIA_INVALID')
  return media
}

function attributesOf(media: api.MessageMedia): readonly api.DocumentAttribute[] {
  return media._ === 'messageMediaDocument' && media.document?._ === 'document' ? media.document.attributes : []
}

function isSticker(media: api.MessageMedia): boolean {
  return attributesOf(media).some(({ _: name }) => name === 'documentAttributeSticker')
}

function isSeen(media: api.MessageMedia): boolean {
  if (media._ !== 'messageMediaDocument') return true
  return attributesOf(media).some(
    (one) =>
      one._ === 'documentAttributeSticker' ||
      one._ === 'documentAttributeAnimated' ||
      (one._ === 'documentAttributeVideo' && one.roundMessage !== true),
  )
}
