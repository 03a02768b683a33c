import type { api } from '@chappe/tl-codec/api'

/** What a rich message shows, each as if it was sent alone: whoever sends it needs the right to each. */
export function mediaOfRich(rich: api.RichMessage | undefined): api.MessageMedia[] {
  if (rich === undefined) return []
  return [
    ...rich.photos.map((photo): api.MessageMedia => ({ _: 'messageMediaPhoto', photo })),
    ...rich.documents.map((document): api.MessageMedia => ({ _: 'messageMediaDocument', document })),
  ]
}
