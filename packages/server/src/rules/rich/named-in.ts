import type { api } from '@chappe/tl-codec/api'
import { invalid } from '../refusal.ts'

export interface Named {
  readonly people: ReadonlySet<bigint>
  readonly emoji: ReadonlySet<bigint>
}

/** Blocks and texts hold each other in lists, rows, cells and items: deeper than this they are refused anyway. */
const maxLevels = 120

/** Whom and which custom emoji blocks name, before anybody looks at what they are. */
export function namedIn(blocks: readonly api.PageBlock[]): Named {
  const found = { people: new Set<bigint>(), emoji: new Set<bigint>() }
  collect(blocks, found, 0)
  return found
}

function collect(value: unknown, found: { people: Set<bigint>; emoji: Set<bigint> }, level: number): void {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return
  if (level > maxLevels) throw invalid('RICH_MESSAGE_DEPTH_INVALID')
  if ('_' in value && value._ === 'textMentionName' && 'userId' in value && typeof value.userId === 'bigint') {
    found.people.add(value.userId)
  }
  if ('_' in value && value._ === 'textCustomEmoji' && 'documentId' in value && typeof value.documentId === 'bigint') {
    found.emoji.add(value.documentId)
  }
  for (const inner of Object.values(value)) collect(inner, found, level + 1)
}
