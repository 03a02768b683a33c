import type { api } from '@chappe/tl-codec/api'

/** How many GIFs somebody has at hand; the one that was used least lately gives way ("Working with GIFs"). */
export const maxSavedGifs = 200

/** "Notification sounds": how many somebody has, and how large and long one may be. */
export const maxRingtones = 100
export const maxRingtoneBytes = 102_400
export const maxRingtoneSeconds = 5

/** How many songs somebody shows on the profile. */
export const maxSavedMusic = 1_000

export function isMusic({ attributes }: Pick<api.document, 'attributes'>): boolean {
  return attributes.some((attribute) => attribute._ === 'documentAttributeAudio' && attribute.voice !== true)
}
