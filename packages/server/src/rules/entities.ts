import type { api } from '@chappe/tl-codec/api'
import { openableLink } from './openable-link.ts'
import { invalid } from './refusal.ts'
import { splitsCharacter } from './text-length.ts'

export const maxEntities = 100
/** Of a programming language, in code units. */
export const maxLanguageLength = 64
/** What the entities of one text say besides their places, all together, in code units. */
export const maxEntityStrings = 32_768

/** Throws `ENTITIES_TOO_LONG`, or `ENTITY_BOUNDS_INVALID` for a part that is not within the text. */
export function checkEntities(text: string, entities: readonly api.MessageEntity[]): void {
  if (entities.length > maxEntities) throw invalid('ENTITIES_TOO_LONG')
  let strings = 0
  for (const entity of entities) {
    const { offset, length } = entity
    if (offset < 0 || length < 0 || offset + length > text.length) throw invalid('ENTITY_BOUNDS_INVALID')
    if (splitsCharacter(text, offset) || splitsCharacter(text, offset + length)) {
      throw invalid('ENTITY_BOUNDS_INVALID')
    }
    strings += stringsOf(entity)
    if (strings > maxEntityStrings) throw invalid('ENTITIES_TOO_LONG')
  }
}

/** How many code units an entity holds. */
export function stringsOf(entity: api.MessageEntity): number {
  switch (entity._) {
    case 'messageEntityTextUrl':
      return entity.url.length
    case 'messageEntityPre':
      return entity.language.length
    default:
      return 0
  }
}

/** Leaves out links that no client can open, or should. */
export function withOpenableLinks(text: string, entities: readonly api.MessageEntity[]): readonly api.MessageEntity[] {
  if (!entities.some(isLink)) return entities
  return entities.flatMap((entity): api.MessageEntity[] => {
    if (entity._ === 'messageEntityUrl') {
      const { offset, length } = entity
      return openableLink(text.slice(offset, offset + length)) === undefined ? [] : [entity]
    }
    if (entity._ !== 'messageEntityTextUrl') return [entity]
    const url = openableLink(entity.url)
    return url === undefined ? [] : [{ ...entity, url }]
  })
}

function isLink({ _: kind }: api.MessageEntity): boolean {
  return kind === 'messageEntityTextUrl' || kind === 'messageEntityUrl'
}
