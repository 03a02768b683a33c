import type { secret } from '@chappe/tl-codec/secret'
import type { SecretMedia, SecretText } from './content.ts'

/** A message of any layer in the form of the newest one. What its layer did not have yet is left out or empty. */
export function newestMessage(
  message: Exclude<secret.DecryptedMessage, secret.decryptedMessageService | secret.decryptedMessageService8>,
): SecretText {
  const { media, ...rest } = message
  const newest = media === undefined || media._ === 'decryptedMessageMediaEmpty' ? undefined : newestMedia(media)
  const own = { _: 'decryptedMessage', ...(newest !== undefined && { media: newest }) } as const
  switch (rest._) {
    case 'decryptedMessage':
    case 'decryptedMessage46':
    case 'decryptedMessage23':
      return { ...rest, ...own }
    case 'decryptedMessage8': {
      const { randomId, message: text } = rest
      return { ...own, randomId, message: text, ttl: 0 }
    }
  }
}

function newestMedia(media: secret.DecryptedMessageMedia): SecretMedia {
  switch (media._) {
    case 'decryptedMessageMediaPhoto8':
      return { ...media, _: 'decryptedMessageMediaPhoto', caption: '' }
    case 'decryptedMessageMediaVideo8':
      return { ...media, _: 'decryptedMessageMediaVideo', mimeType: 'video/mp4', caption: '' }
    case 'decryptedMessageMediaVideo23':
      return { ...media, _: 'decryptedMessageMediaVideo', caption: '' }
    case 'decryptedMessageMediaAudio8':
      return { ...media, _: 'decryptedMessageMediaAudio', mimeType: 'audio/ogg' }
    case 'decryptedMessageMediaDocument8': {
      const { fileName, ...rest } = media
      const attributes = [{ _: 'documentAttributeFilename', fileName } as const]
      return { ...rest, _: 'decryptedMessageMediaDocument', size: BigInt(media.size), attributes, caption: '' }
    }
    case 'decryptedMessageMediaDocument46': {
      const attributes = media.attributes.map(newestAttribute)
      return { ...media, _: 'decryptedMessageMediaDocument', size: BigInt(media.size), attributes }
    }
    case 'decryptedMessageMediaDocument':
    case 'decryptedMessageMediaExternalDocument':
      return { ...media, attributes: media.attributes.map(newestAttribute) }
    default:
      return media
  }
}

function newestAttribute(attribute: secret.DocumentAttribute): secret.DocumentAttribute {
  switch (attribute._) {
    case 'documentAttributeAudio23':
    case 'documentAttributeAudio45':
      return { ...attribute, _: 'documentAttributeAudio' }
    case 'documentAttributeSticker23':
      return { _: 'documentAttributeSticker', alt: '', stickerset: { _: 'inputStickerSetEmpty' } }
    case 'documentAttributeVideo23':
      return { ...attribute, _: 'documentAttributeVideo' }
    default:
      return attribute
  }
}
