import type { api } from '@chappe/tl-codec/api'

/** Of supergroups it is known for a week who has heard what, as clients are told in the configuration. */
export const heardSeconds = 604_800

/** Whether a message is to be opened by its reader, which its author is told of: it is to be heard, or goes once it was seen. */
export function isToBeOpened(media: api.MessageMedia | undefined): boolean {
  switch (media?._) {
    case 'messageMediaDocument':
      return media.voice === true || media.round === true || media.ttlSeconds !== undefined
    case 'messageMediaPhoto':
      return media.ttlSeconds !== undefined
    default:
      return false
  }
}
