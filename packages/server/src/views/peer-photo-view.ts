import type { api } from '@chappe/tl-codec/api'
import type { ChannelId, ChatId, UserId } from '../ids.ts'
import type { UserRecord } from '../store/domain/people/users.ts'
import { readStored } from '../tl/stored.ts'
import { type FilePlace, type FileViewReads, filePeriod, viewPhoto } from './file-views.ts'
import { photoIdIn, viewableForm } from './shown-photo.ts'
import type { Standing } from './standing.ts'

/** A photo with all its sizes, by its number; undefined if there is none. */
export async function viewPhotoOf(
  read: FileViewReads,
  id: number | undefined,
  place: FilePlace,
): Promise<api.photo | undefined> {
  const [photo] = id === undefined ? [] : await viewPhotos(read, [id], place)
  return photo
}

/** As `viewPhotoOf`, of several, in their order. Those that are gone are left out. */
export async function viewPhotos(read: FileViewReads, ids: readonly number[], place: FilePlace): Promise<api.photo[]> {
  if (ids.length === 0) return []
  const [stored, period] = await Promise.all([Promise.all(ids.map((id) => read.photos.get(id))), filePeriod(read)])
  return stored.flatMap((one) => {
    const photo = one && readStored('Photo', one.data, `photo ${one.id}`)
    return one !== undefined && photo?._ === 'photo' ? [viewPhoto(photo, one.secret, place, period)] : []
  })
}

/** The photo of a group or channel, by what is stored beside its title, for whoever sees it there. */
export function viewChatPhotoOf(
  read: FileViewReads,
  chat: ChatId | ChannelId,
  form: Uint8Array | undefined,
  place: FilePlace = { origin: 'inProfile', at: chat },
): Promise<api.photo | undefined> {
  return viewPhotoOf(read, photoIdIn(form, 'ChatPhoto'), place)
}

/** The photos in a `userFull`: what the viewer has given to the person, what that shows, and the one for who may not see it. */
export async function viewProfilePhotos(
  read: FileViewReads,
  viewer: UserId,
  user: UserRecord,
  standing: Standing,
): Promise<Pick<api.userFull, 'personalPhoto' | 'profilePhoto' | 'fallbackPhoto'>> {
  const { id, photo, fallbackPhoto } = user
  const personal = standing.contact(id)?.photo
  const isAllowed = standing.mayAsk(id, 'privacyKeyProfilePhoto')
  const main = isAllowed ? photo : undefined
  const fallback = id === viewer ? fallbackPhoto : isAllowed ? undefined : viewableForm(user, standing)
  const place = { origin: 'inProfile', at: id } as const
  const view = (form: Uint8Array | undefined): Promise<api.photo | undefined> =>
    viewPhotoOf(read, photoIdIn(form, 'UserProfilePhoto'), place)
  const [personalPhoto, profilePhoto, shownInstead] = await Promise.all([view(personal), view(main), view(fallback)])
  return { personalPhoto, profilePhoto, fallbackPhoto: shownInstead }
}
