import { maxEntityStrings } from '../rules/entities.ts'
import { defaultBounds } from '../rules/input-bounds.ts'
import { maxRawLength } from '../rules/message-text.ts'

/**
 * The same value without what could not be sent today: strings and byte strings are cut, long lists end early, and styles
 * that say more than they may are left out, together with those after them.
 */
export function withinBounds(value: unknown): unknown {
  if (typeof value === 'string') return value.slice(0, maxRawLength)
  if (value instanceof Uint8Array) return value.subarray(0, maxRawLength)
  if (Array.isArray(value)) return itemsWithinBounds(value)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, withinBounds(field)]))
}

function itemsWithinBounds(items: readonly unknown[]): unknown[] {
  let strings = 0
  const kept: unknown[] = []
  for (const item of items.slice(0, defaultBounds.vector.max)) {
    if (isEntity(item)) {
      for (const field of Object.values(item)) if (typeof field === 'string') strings += field.length
      if (strings > maxEntityStrings) break
    }
    kept.push(withinBounds(item))
  }
  return kept
}

function isEntity(item: unknown): item is object {
  return (
    typeof item === 'object' &&
    item !== null &&
    '_' in item &&
    typeof item._ === 'string' &&
    item._.startsWith('messageEntity')
  )
}
