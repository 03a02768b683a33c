import type { api } from '@chappe/tl-codec/api'

type Kind = api.MessageEntity['_']

/** Styles that touch or overlap are one; two links or mentions side by side are two. */
const mergeable: ReadonlySet<Kind> = new Set<Kind>([
  'messageEntityBold',
  'messageEntityItalic',
  'messageEntityUnderline',
  'messageEntityStrike',
  'messageEntitySpoiler',
])

/** Nothing can stand within these ("Styled text with message entities"). */
const opaque: ReadonlySet<Kind> = new Set<Kind>(['messageEntityCode', 'messageEntityPre'])

/** Quotations: one cannot stand within another, and they are not cut to fit into styles. */
const blocks: ReadonlySet<Kind> = new Set<Kind>(['messageEntityBlockquote'])

/**
 * Entities in order, each within or outside of each other one: equal styles are joined, nothing stands within code, and
 * what would overlap in part is split at the end of the outer one.
 */
export function nestEntities(entities: readonly api.MessageEntity[]): api.MessageEntity[] {
  const merged = mergeStyles(entities)
  const solid = merged.filter((entity) => opaque.has(entity._)).sort(byOffset)
  const code = solid.filter((entity, at) => solid.slice(0, at).every((other) => end(other) <= entity.offset))
  const rest = merged.filter((entity) => !opaque.has(entity._)).flatMap((entity) => outsideOf(entity, code))
  const whole = rest.filter((entity) => !mergeable.has(entity._) && !blocks.has(entity._))
  const styles = rest.filter((entity) => mergeable.has(entity._) || blocks.has(entity._))
  return splitOverlaps([...code, ...whole, ...styles.flatMap((entity) => cutAt(entity, whole))])
}

/** A style that ends or begins within a link, a mention or the like is cut there: those stay in one piece. */
function cutAt(style: api.MessageEntity, whole: readonly api.MessageEntity[]): api.MessageEntity[] {
  let parts = [style]
  for (const link of whole) {
    parts = parts.flatMap((part) => {
      const at =
        part.offset < link.offset && end(part) < end(link)
          ? link.offset
          : part.offset > link.offset && end(part) > end(link)
            ? end(link)
            : 0
      if (at <= part.offset || at >= end(part)) return [part]
      return [
        { ...part, length: at - part.offset },
        { ...part, offset: at, length: end(part) - at },
      ]
    })
  }
  return parts
}

function end({ offset, length }: api.MessageEntity): number {
  return offset + length
}

/** The outer one first. */
function byOffset(a: api.MessageEntity, b: api.MessageEntity): number {
  const outer = Number(blocks.has(b._)) - Number(blocks.has(a._))
  return a.offset - b.offset || b.length - a.length || outer || (a._ < b._ ? -1 : Number(a._ > b._))
}

function mergeStyles(entities: readonly api.MessageEntity[]): api.MessageEntity[] {
  const merged: api.MessageEntity[] = []
  const last = new Map<Kind, number>()
  for (const entity of [...entities].sort(byOffset)) {
    const index = last.get(entity._)
    const before = index === undefined ? undefined : merged[index]
    if (index !== undefined && before !== undefined && mergeable.has(entity._) && entity.offset <= end(before)) {
      merged[index] = { ...before, length: Math.max(end(before), end(entity)) - before.offset }
      continue
    }
    // A second quotation within the first one is only more of the same.
    if (before !== undefined && blocks.has(entity._) && entity.offset < end(before)) continue
    last.set(entity._, merged.length)
    merged.push(entity)
  }
  return merged
}

/** The parts of an entity that are not within code. One that holds code wholly keeps around it. */
function outsideOf(entity: api.MessageEntity, code: readonly api.MessageEntity[]): api.MessageEntity[] {
  if (blocks.has(entity._)) return [entity]
  let parts: api.MessageEntity[] = [entity]
  for (const block of code) {
    parts = parts.flatMap((part) => {
      if (end(part) <= block.offset || part.offset >= end(block)) return [part]
      const before = { ...part, length: block.offset - part.offset }
      const after = { ...part, offset: end(block), length: end(part) - end(block) }
      return [before, after].filter((piece) => piece.length > 0)
    })
  }
  return parts
}

function splitOverlaps(entities: readonly api.MessageEntity[]): api.MessageEntity[] {
  const queue = [...entities].sort(byOffset)
  const nested: api.MessageEntity[] = []
  const open: api.MessageEntity[] = []
  for (let entity = queue.shift(); entity !== undefined; entity = queue.shift()) {
    const current = entity
    while (open.length > 0 && open.some((outer) => end(outer) <= current.offset)) {
      open.splice(0, open.length, ...open.filter((outer) => end(outer) > current.offset))
    }
    const outer = open.at(-1)
    if (outer !== undefined && end(outer) < end(current)) {
      const cut = end(outer)
      insertByOffset(queue, { ...current, offset: cut, length: end(current) - cut })
      const head = { ...current, length: cut - current.offset }
      nested.push(head)
      open.push(head)
    } else {
      nested.push(current)
      open.push(current)
    }
  }
  // What was cut may have changed places with what begins where it does.
  return nested.sort(byOffset)
}

function insertByOffset(queue: api.MessageEntity[], entity: api.MessageEntity): void {
  const at = queue.findIndex((other) => byOffset(entity, other) < 0)
  if (at === -1) queue.push(entity)
  else queue.splice(at, 0, entity)
}
