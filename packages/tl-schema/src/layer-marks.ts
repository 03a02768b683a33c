/**
 * Layer marks: comments that say in which layers a definition is in force. Schemas of a protocol that grew keep its
 * history in the same language that way.
 *
 *     // LAYER 227                       the file is this layer
 *     // layers seen: 133-140, 143       the layers that are known at all
 *     // layers 133-176, 200-            above or behind a definition: these layers; an open end is "until now"
 *     // layer 227                       this one layer
 *     // since 145                       the same as `layers 145-`
 */
import type { Comment, Item, Program } from './ast.ts'
import { createDiagnostic, type Diagnostic } from './diagnostic.ts'
import type { LayerRange } from './linked-schema.ts'

const markPattern = /^(layers?|since)\s+(\d.*)$/

/** The layer that a program's `// LAYER n` comment states, with the comment. */
export function findLayer(program: Program): { layer: number; comment: Comment } | undefined {
  for (const comment of allComments(program)) {
    const match = /^LAYER\s+(\d+)$/.exec(comment.text)
    if (match) return { layer: Number(match[1]), comment }
  }
  return undefined
}

/** The layers of a program's `// layers seen:` comment, rising. */
export function findLayersSeen(program: Program): number[] {
  const layers = new Set<number>()
  for (const comment of allComments(program)) {
    const match = /^layers seen:\s*(.+)$/.exec(comment.text)
    for (const { first, last } of match?.[1] === undefined ? [] : (parseRanges(match[1]) ?? [])) {
      if (last !== Number.POSITIVE_INFINITY) for (let layer = first; layer <= last; layer++) layers.add(layer)
    }
  }
  return [...layers].sort((a, b) => a - b)
}

/** The ranges that an item's own comments state, or undefined if none does. */
export function findLayerRanges(item: Item): { ranges: LayerRange[] | undefined; diagnostics: Diagnostic[] } {
  const ranges: LayerRange[] = []
  const diagnostics: Diagnostic[] = []
  for (const { text, span } of [...item.comments, ...item.trailing]) {
    const match = markPattern.exec(text)
    if (!match?.[2]) continue
    const parsed = parseRanges(match[1] === 'since' ? `${match[2]}-` : match[2])
    if (parsed) ranges.push(...parsed)
    else {
      diagnostics.push(
        createDiagnostic('bad-layer-mark', span, `\`${text}\` does not name layers`, {
          severity: 'warning',
          hint: 'write `layers 133-176`, `layer 227` or `since 145`',
        }),
      )
    }
  }
  return { ranges: ranges.length === 0 ? undefined : ranges, diagnostics }
}

export function isLayerMark({ text }: Comment): boolean {
  return markPattern.test(text)
}

function parseRanges(text: string): LayerRange[] | undefined {
  const ranges: LayerRange[] = []
  for (const part of text.split(',')) {
    const match = /^\s*(\d+)(\s*-\s*(\d+)?)?\s*$/.exec(part)
    if (!match) return undefined
    const first = Number(match[1])
    const last = match[2] === undefined ? first : match[3] === undefined ? Number.POSITIVE_INFINITY : Number(match[3])
    if (last < first) return undefined
    ranges.push({ first, last })
  }
  return ranges
}

/** `133-176, 200-` */
export function formatRanges(ranges: readonly LayerRange[]): string {
  return ranges
    .map(({ first, last }) =>
      first === last ? `${first}` : last === Number.POSITIVE_INFINITY ? `${first}-` : `${first}-${last}`,
    )
    .join(', ')
}

export function covers(ranges: readonly LayerRange[], layer: number): boolean {
  return ranges.some(({ first, last }) => first <= layer && layer <= last)
}

function* allComments(program: Program): Generator<Comment> {
  for (const item of program.items) yield* [...item.comments, ...item.trailing]
  yield* program.comments
}
