import type { api } from '@chappe/tl-codec/api'
import { badRequest } from '../../rpc/rpc-error.ts'

const maxSoundName = 255

/** Throws `SETTINGS_INVALID` for a sound whose name is unreasonably long. */
export function checkSound(sound: api.NotificationSound): api.NotificationSound {
  if (sound._ !== 'notificationSoundLocal') return sound
  if (sound.title.length > maxSoundName || sound.data.length > maxSoundName) throw badRequest('SETTINGS_INVALID')
  return sound
}
