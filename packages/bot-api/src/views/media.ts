import type { api } from '@chappe/tl-codec/api'
import type { LivePhoto, Location, Message, PhotoSize, Sticker } from '@grammyjs/types'
import { tdFileId } from '@mtcute/file-id'
import type { SeenPeers } from '../peers/seen-peers.ts'
import { viewChecklist } from './checklists.ts'
import { documentIds, viewSizes } from './file-ids.ts'
import { endingOf } from './file-path.ts'
import { withFormerThumb } from './former-fields.ts'

const { FileType } = tdFileId

/** What a message shows but for polls, in the fields of the Bot API. */
export type MediaFields = Partial<Message>

/** @param age how many seconds after it was sent it was changed last, since what a live location has is for active ones only */
export function viewMedia(seen: SeenPeers, media: api.MessageMedia, age = 0): MediaFields {
  switch (media._) {
    case 'messageMediaPhoto': {
      if (media.photo?._ !== 'photo') return {}
      const { photo } = media
      const sizes = viewSizes(photo, photo.sizes)
      return {
        photo: sizes,
        ...(media.livePhoto && media.video?._ === 'document' && { live_photo: viewLivePhoto(media.video, sizes) }),
        ...(media.spoiler && { has_media_spoiler: true }),
      }
    }
    case 'messageMediaDocument':
      if (media.document?._ !== 'document') return {}
      return {
        ...viewDocument(media.document, seen),
        ...viewFilm(media, media.document),
        ...(media.spoiler && { has_media_spoiler: true }),
      }
    case 'messageMediaGeo':
      return { location: viewLocation(media.geo) }
    case 'messageMediaGeoLive':
      // One that was stopped ended at that moment, and lasted for a second at least.
      if (media.period <= Math.max(1, age)) return { location: viewLocation(media.geo) }
      return {
        location: {
          ...viewLocation(media.geo),
          live_period: media.period,
          ...(media.heading !== undefined && { heading: media.heading }),
          ...(media.proximityNotificationRadius && { proximity_alert_radius: media.proximityNotificationRadius }),
        },
      }
    case 'messageMediaVenue': {
      const location = viewLocation(media.geo)
      return { location, venue: { location, title: media.title, address: media.address, ...placeOf(media) } }
    }
    case 'messageMediaContact': {
      const { phoneNumber, firstName, lastName, vcard, userId } = media
      return {
        contact: {
          phone_number: phoneNumber,
          first_name: firstName,
          ...(lastName !== '' && { last_name: lastName }),
          ...(vcard !== '' && { vcard }),
          ...(userId !== 0n && { user_id: Number(userId) }),
        },
      }
    }
    case 'messageMediaToDo':
      return { checklist: viewChecklist(seen, media) }
    case 'messageMediaDice':
      return { dice: { emoji: media.emoticon, value: media.value } }
    default:
      return {}
  }
}

function viewLocation(geo: api.GeoPoint): Location {
  if (geo._ !== 'geoPoint') return { latitude: 0, longitude: 0 }
  const { lat, long, accuracyRadius } = geo
  return { latitude: lat, longitude: long, ...(accuracyRadius && { horizontal_accuracy: accuracyRadius }) }
}

function placeOf({ provider, venueId, venueType }: api.messageMediaVenue): Record<string, string> {
  if (provider === 'foursquare') {
    return { ...(venueId && { foursquare_id: venueId }), ...(venueType && { foursquare_type: venueType }) }
  }
  if (provider !== 'gplaces') return {}
  return { ...(venueId && { google_place_id: venueId }), ...(venueType && { google_place_type: venueType }) }
}

function attribute<Name extends api.DocumentAttribute['_']>(
  { attributes }: api.document,
  name: Name,
): Extract<api.DocumentAttribute, { _: Name }> | undefined {
  return attributes.find((one): one is Extract<api.DocumentAttribute, { _: Name }> => one._ === name)
}

/** A document is told as what it is shown as: its attributes say which. */
export function viewDocument(document: api.document, seen?: SeenPeers): MediaFields {
  const ending = endingOf(document)
  if (ending !== undefined) seen?.learnEnding(document.id, ending)
  const sticker = viewSticker(document, seen)
  if (sticker !== undefined) return { sticker }
  const video = attribute(document, 'documentAttributeVideo')
  const audio = attribute(document, 'documentAttributeAudio')
  if (attribute(document, 'documentAttributeAnimated') !== undefined) {
    const animation = { ...fileOf(document, FileType.Animation), ...shapeOf(document) }
    return { animation, document: fileOf(document, FileType.Animation) }
  }
  if (video?.roundMessage) {
    const { thumbnail, file_size, ...ids } = fileOf(document, FileType.VideoNote)
    const duration = Math.round(video.duration)
    return {
      video_note: {
        ...{ file_id: ids.file_id, file_unique_id: ids.file_unique_id, length: video.w, duration, file_size },
        ...(thumbnail && withFormerThumb(thumbnail)),
      },
    }
  }
  if (video !== undefined) return { video: { ...fileOf(document, FileType.Video), ...shapeOf(document) } }
  if (audio?.voice) {
    const { file_id, file_unique_id, mime_type, file_size } = fileOf(document, FileType.VoiceNote)
    return { voice: { file_id, file_unique_id, duration: audio.duration, mime_type, file_size } }
  }
  if (audio !== undefined) {
    const { duration, title, performer } = audio
    const named = { ...(performer && { performer }), ...(title && { title }) }
    return { audio: { ...fileOf(document, FileType.Audio), duration, ...named } }
  }
  return { document: fileOf(document, FileType.Document) }
}

/** What is said of a video where it is shown, and not of the file. */
function viewFilm({ videoCover, videoTimestamp }: api.messageMediaDocument, document: api.document): MediaFields {
  const { video } = viewDocument(document)
  if (video === undefined) return {}
  return {
    video: {
      ...video,
      ...(videoCover?._ === 'photo' && { cover: viewSizes(videoCover, videoCover.sizes) }),
      ...(videoTimestamp !== undefined && { start_timestamp: videoTimestamp }),
    },
  }
}

/** A photo that moves: the video, with the sizes of what is shown while it rests. */
function viewLivePhoto(video: api.document, photo: PhotoSize[]): LivePhoto {
  const { mimeType, size } = video
  const file = { mime_type: mimeType, file_size: Number(size) }
  return { photo, ...documentIds(video, FileType.Video), ...shapeOf(video), ...file }
}

function fileOf(document: api.document, type: tdFileId.FileType) {
  const name = attribute(document, 'documentAttributeFilename')?.fileName
  const thumbnail = viewSizes(document, document.thumbs).at(0)
  return {
    ...documentIds(document, type),
    ...(name && { file_name: name }),
    mime_type: document.mimeType,
    file_size: Number(document.size),
    ...(thumbnail && withFormerThumb(thumbnail)),
  }
}

function shapeOf(document: api.document): { width: number; height: number; duration: number } {
  const video = attribute(document, 'documentAttributeVideo')
  const size = video ?? attribute(document, 'documentAttributeImageSize')
  return { width: size?.w ?? 0, height: size?.h ?? 0, duration: Math.round(video?.duration ?? 0) }
}

/** Undefined for what is no sticker. */
export function viewSticker(document: api.document, seen?: SeenPeers): Sticker | undefined {
  const sticker = attribute(document, 'documentAttributeSticker')
  const emoji = attribute(document, 'documentAttributeCustomEmoji')
  const of = sticker ?? emoji
  if (of === undefined) return undefined
  const { thumbnail, file_id, file_unique_id, file_size } = fileOf(document, FileType.Sticker)
  const { width, height } = shapeOf(document)
  const set = of.stickerset._ === 'inputStickerSetID' ? seen?.setName(of.stickerset.id) : undefined
  const mask = sticker?.maskCoords
  return {
    ...{ file_id, file_unique_id, width, height, file_size },
    type: emoji !== undefined ? 'custom_emoji' : sticker?.mask ? 'mask' : 'regular',
    is_animated: document.mimeType === 'application/x-tgsticker',
    is_video: document.mimeType === 'video/webm',
    ...(thumbnail && withFormerThumb(thumbnail)),
    ...(of.alt !== '' && { emoji: of.alt }),
    ...(set && { set_name: set }),
    ...(emoji !== undefined && { custom_emoji_id: String(BigInt.asUintN(64, document.id)) }),
    ...(emoji?.textColor && { needs_repainting: true }),
    ...(mask && {
      mask_position: { point: maskPoints[mask.n] ?? 'forehead', x_shift: mask.x, y_shift: mask.y, scale: mask.zoom },
    }),
  }
}

/** In the order of the numbers that the MTProto API has for them. */
export const maskPoints = ['forehead', 'eyes', 'mouth', 'chin'] as const
