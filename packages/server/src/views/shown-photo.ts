import type { api } from '@chappe/tl-codec/api'
import type { UserRecord } from '../store/domain/people/users.ts'
import { readStored } from '../tl/stored.ts'
import type { Standing } from './standing.ts'

/**
 * The photo that is shown beside the name of a person, of those that there may be ("Profile photos"): the viewer's own for this
 * contact comes first, then the person's if the viewer may see that, then the one for those who may not. Whoever is blocked sees
 * none. All of them stand in the rows that are read for the name.
 */
export function viewUserPhoto(user: UserRecord, standing: Standing): api.UserProfilePhoto | undefined {
  const stored = standing.contact(user.id)?.photo ?? viewableForm(user, standing)
  return stored && readStored('UserProfilePhoto', stored, `photo of user ${user.id}`)
}

/** The same without what the viewer has given to the person. */
export function viewableForm({ id, photo, fallbackPhoto }: UserRecord, standing: Standing): Uint8Array | undefined {
  if (photo === undefined && fallbackPhoto === undefined) return undefined
  if (standing.mayAsk(id, 'privacyKeyProfilePhoto')) return photo
  return standing.blockedBy(id) ? undefined : fallbackPhoto
}

const noChatPhoto: api.chatPhotoEmpty = { _: 'chatPhotoEmpty' }

/** What is shown beside the title of a group or channel. */
export function viewChatPhoto({
  id,
  photo,
}: {
  readonly id: number
  readonly photo?: Uint8Array | undefined
}): api.ChatPhoto {
  return (photo && readStored('ChatPhoto', photo, `photo of chat ${id}`)) ?? noChatPhoto
}

/** The number of the photo of which this is stored beside a name or title. */
export function photoIdIn(form: Uint8Array | undefined, type: 'UserProfilePhoto' | 'ChatPhoto'): number | undefined {
  const shown = form && readStored(type, form)
  return shown !== undefined && 'photoId' in shown ? Number(shown.photoId) : undefined
}
