import type { api } from '@chappe/tl-codec/api'
import { badRequest } from '../../rpc/rpc-error.ts'

const maxText = 256
const maxEmoji = 32
const maxNameLength = 255
const maxWaveformBytes = 255
const maxSide = 100_000
const maxSeconds = 1_000_000

/**
 * What a client says of a file that it has uploaded, as far as it is of use to others; one of each kind. Custom emoji are made in
 * sets alone; a sticker that is sent by its bytes is in none (`sent-sticker.ts` says which files are).
 */
export function cleanAttributes(given: readonly api.DocumentAttribute[]): api.DocumentAttribute[] {
  const kept = new Map<string, api.DocumentAttribute>()
  for (const attribute of given) {
    const clean = cleanAttribute(attribute)
    if (clean !== undefined) kept.set(clean._, clean)
  }
  return [...kept.values()]
}

function cleanAttribute(attribute: api.DocumentAttribute): api.DocumentAttribute | undefined {
  switch (attribute._) {
    case 'documentAttributeFilename':
      return { ...attribute, fileName: fileName(attribute.fileName) }
    case 'documentAttributeImageSize':
      return { ...attribute, w: side(attribute.w), h: side(attribute.h) }
    case 'documentAttributeVideo':
      return {
        ...attribute,
        ...{ w: side(attribute.w), h: side(attribute.h), duration: seconds(attribute.duration) },
        videoCodec: attribute.videoCodec?.slice(0, maxText),
      }
    case 'documentAttributeAudio':
      return {
        ...attribute,
        duration: seconds(attribute.duration),
        title: attribute.title?.slice(0, maxText),
        performer: attribute.performer?.slice(0, maxText),
        waveform: attribute.waveform?.slice(0, maxWaveformBytes),
      }
    case 'documentAttributeAnimated':
      return attribute
    case 'documentAttributeSticker':
      return { _: attribute._, alt: attribute.alt.slice(0, maxEmoji), stickerset: { _: 'inputStickerSetEmpty' } }
    default:
      return undefined
  }
}

/** A name without a path, and without what is written in another direction to look like another ending. */
function fileName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? ''
  return last.replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '').slice(-maxNameLength)
}

function side(length: number): number {
  if (length < 0 || length > maxSide) throw badRequest('MEDIA_INVALID')
  return length
}

function seconds(duration: number): number {
  if (!(duration >= 0 && duration <= maxSeconds)) throw badRequest('MEDIA_INVALID')
  return duration
}

/** `type/subtype` in few characters; anything else is of an unknown type. */
export function cleanMimeType(given: string): string {
  const type = given.trim().toLowerCase()
  return /^[a-z0-9.+-]{1,64}\/[a-z0-9.+-]{1,128}$/.test(type) ? type : 'application/octet-stream'
}
