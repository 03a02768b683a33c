import type { api } from '@chappe/tl-codec/api'

/** What is shown as a GIF: a video that plays by itself, again and again, without sound ("Working with GIFs"). */
export function isGif({ mimeType, attributes }: Pick<api.document, 'mimeType' | 'attributes'>): boolean {
  const isMoving = mimeType === 'video/mp4' || mimeType === 'image/gif'
  return isMoving && attributes.some(({ _ }) => _ === 'documentAttributeAnimated')
}

/** The GIF that media shows, if it does. */
export function gifIn(media: api.MessageMedia | undefined): api.document | undefined {
  const isKept = media?._ === 'messageMediaDocument' && media.ttlSeconds === undefined
  const document = isKept ? media.document : undefined
  return document?._ === 'document' && isGif(document) ? document : undefined
}
