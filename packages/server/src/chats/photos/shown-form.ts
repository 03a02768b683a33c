import { type api, encode } from '@chappe/tl-codec/api'

/** What is stored beside the name of a person who shows a photo: a TL `UserProfilePhoto`. */
export function userForm(photo: api.photo, isPersonal = false): Uint8Array {
  return encode({ _: 'userProfilePhoto', ...facts(photo), personal: isPersonal || undefined })
}

/** The same beside the title of a group or channel: a TL `ChatPhoto`. */
export function chatForm(photo: api.photo): Uint8Array {
  return encode({ _: 'chatPhoto', ...facts(photo) })
}

function facts({
  id,
  sizes,
  videoSizes,
  dcId,
}: api.photo): Pick<api.userProfilePhoto, 'photoId' | 'hasVideo' | 'strippedThumb' | 'dcId'> {
  const stripped = sizes.find((size) => size._ === 'photoStrippedSize')
  return { photoId: id, hasVideo: videoSizes !== undefined || undefined, strippedThumb: stripped?.bytes, dcId }
}
