import type { api } from '@chappe/tl-codec/api'

/** The first link of a text, as it stands there or behind its words. */
export function firstLink(text: string, entities: readonly api.MessageEntity[]): string | undefined {
  let first: api.messageEntityUrl | api.messageEntityTextUrl | undefined
  for (const entity of entities) {
    const isLink = entity._ === 'messageEntityUrl' || entity._ === 'messageEntityTextUrl'
    if (isLink && (first === undefined || entity.offset < first.offset)) first = entity
  }
  if (first === undefined) return undefined
  return first._ === 'messageEntityTextUrl' ? first.url : text.slice(first.offset, first.offset + first.length)
}
