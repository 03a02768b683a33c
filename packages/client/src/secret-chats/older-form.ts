import type { secret } from '@chappe/tl-codec/secret'
import { ClientError } from '../errors.ts'
import type { SecretContent, SecretMedia, SecretText } from './content.ts'

/** The first layers that have something, as schema/secret.tl says it. */
const ROUND_VIDEOS = 66
const ALBUMS = 73
const NESTED_ENTITIES = 101
const BIG_FILES = 143
const SPOILERS = 144

const MAX_INT = 2n ** 31n - 1n

/**
 * A content in the form of a layer from 46 on, for an end that knows no newer one. What that layer cannot say is left out
 * where the rest still makes sense.
 *
 * @throws ClientError `REQUEST_INVALID` for a file that is larger than a number of that layer
 */
export function olderForm(content: SecretContent, layer: number): secret.DecryptedMessage {
  if (content._ === 'decryptedMessageService')
    return { ...content, action: layer < ROUND_VIDEOS ? olderAction(content.action) : content.action }
  const { media, entities, ...rest } = content
  const older: SecretText = {
    ...rest,
    ...(entities !== undefined && { entities: entities.filter((entity) => layer >= firstLayerOf(entity)) }),
  }
  const message = { ...older, ...(media && { media: olderMedia(media, layer) }) }
  if (layer >= ALBUMS) return message
  const { silent, groupedId, ...before } = message
  return { ...before, _: 'decryptedMessage46' }
}

function firstLayerOf(entity: secret.MessageEntity): number {
  switch (entity._) {
    case 'messageEntityUnderline':
    case 'messageEntityStrike':
    case 'messageEntityBlockquote':
      return NESTED_ENTITIES
    case 'messageEntitySpoiler':
    case 'messageEntityCustomEmoji':
      return SPOILERS
    default:
      return 0
  }
}

function olderMedia(media: SecretMedia, layer: number): secret.DecryptedMessageMedia {
  if (media._ !== 'decryptedMessageMediaDocument' && media._ !== 'decryptedMessageMediaExternalDocument') return media
  const attributes = layer < ROUND_VIDEOS ? media.attributes.map(olderAttribute) : media.attributes
  if (layer >= BIG_FILES || media._ === 'decryptedMessageMediaExternalDocument') return { ...media, attributes }
  if (media.size > MAX_INT)
    throw new ClientError('REQUEST_INVALID', `the other end's app (layer ${layer}) takes no file of 2 GB or more`)
  return { ...media, _: 'decryptedMessageMediaDocument46', size: Number(media.size), attributes }
}

function olderAttribute(attribute: secret.DocumentAttribute): secret.DocumentAttribute {
  if (attribute._ !== 'documentAttributeVideo') return attribute
  const { duration, w, h } = attribute
  return { _: 'documentAttributeVideo23', duration, w, h }
}

function olderAction<Action extends secret.DecryptedMessageAction>(action: Action): secret.DecryptedMessageAction {
  if (action._ !== 'decryptedMessageActionTyping') return action
  switch (action.action._) {
    case 'sendMessageRecordRoundAction':
      return { ...action, action: { _: 'sendMessageRecordVideoAction' } }
    case 'sendMessageUploadRoundAction':
      return { ...action, action: { _: 'sendMessageUploadVideoAction' } }
    default:
      return action
  }
}
