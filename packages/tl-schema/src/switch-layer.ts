/**
 * Makes another layer today's. A schema and its history are two files that share out the definitions of all layers: one
 * has those of today, the other the rest. Switching moves definitions between them and rewrites their layer marks.
 */
import type { Comment, Declaration, Item, Program, Section, SectionMark } from './ast.ts'
import { covers, findLayerRanges, findLayersSeen, formatRanges, isLayerMark } from './layer-marks.ts'
import type { LayerRange } from './linked-schema.ts'
import { declaredName, setBlankBefore, sortDeclarations } from './sort.ts'

export interface LayeredPrograms {
  readonly today: Program
  readonly history: Program
}

interface Dated {
  readonly declaration: Declaration
  readonly ranges: readonly LayerRange[]
}

export function switchLayer({ today, history }: LayeredPrograms, layer: number): LayeredPrograms {
  const layers = findLayersSeen(history)
  const oldest = layers[0] ?? 0
  const newest = layers.at(-1) ?? Number.POSITIVE_INFINITY
  const bySection = {
    types: datedOf([today, history], 'types', oldest, newest),
    functions: datedOf([today, history], 'functions', oldest, newest),
  }
  const share = (program: Program, isToday: boolean): Item[] => {
    const items: Item[] = []
    for (const section of ['types', 'functions'] as const) {
      const own = bySection[section].filter(({ ranges }) => covers(ranges, layer) === isToday)
      if (own.length > 0)
        items.push(sectionMark(program, section), ...(isToday ? todayItems(own, oldest) : historyItems(own)))
    }
    return items
  }
  return {
    today: withLayerComment({ ...today, items: share(today, true) }, layer),
    history: { ...history, items: share(history, false) },
  }
}

function datedOf(programs: readonly Program[], wanted: Section, oldest: number, newest: number): Dated[] {
  const dated: Dated[] = []
  for (const { items } of programs) {
    let section: Section = 'types'
    for (const item of items) {
      if (item.kind === 'section') section = item.section
      else if (section === wanted) {
        const ranges = findLayerRanges(item).ranges ?? [{ first: oldest, last: Number.POSITIVE_INFINITY }]
        // What is in force in the newest layer is in force until somebody says otherwise.
        const open = ranges.map((range) =>
          range.last >= newest ? { ...range, last: Number.POSITIVE_INFINITY } : range,
        )
        dated.push({ declaration: withoutMarks(item), ranges: open })
      }
    }
  }
  return dated.sort((a, b) => (a.ranges[0]?.first ?? 0) - (b.ranges[0]?.first ?? 0))
}

/** Today's definitions say behind themselves since when they hold, unless that is since the oldest known layer. */
function todayItems(dated: readonly Dated[], oldest: number): Declaration[] {
  return sortDeclarations(
    dated.map(({ declaration, ranges }) => {
      const [only, ...others] = ranges
      const isAlways = only?.first === oldest && only.last === Number.POSITIVE_INFINITY && others.length === 0
      const isSince = only?.last === Number.POSITIVE_INFINITY && others.length === 0
      if (isAlways) return declaration
      const text = isSince ? `since ${only.first}` : rangesMark(ranges)
      return { ...declaration, trailing: [mark(text, declaration), ...declaration.trailing] }
    }),
  )
}

/** Those of other layers say it above themselves, and the definitions of one name stand together. */
function historyItems(dated: readonly Dated[]): Declaration[] {
  const marked = dated.map(({ declaration, ranges }) => ({
    ...declaration,
    comments: [...declaration.comments, mark(rangesMark(ranges), declaration)],
  }))
  const sorted = sortDeclarations(marked)
  return sorted.map((declaration, index) => {
    const before = sorted[index - 1]
    return setBlankBefore(declaration, before !== undefined && declaredName(before) !== declaredName(declaration))
  })
}

function rangesMark(ranges: readonly LayerRange[]): string {
  const [only, ...others] = ranges
  if (only && others.length === 0) {
    if (only.last === Number.POSITIVE_INFINITY) return `since ${only.first}`
    if (only.first === only.last) return `layer ${only.first}`
  }
  return `layers ${formatRanges(ranges)}`
}

function mark(text: string, { span }: Declaration): Comment {
  return { style: 'line', text, blankBefore: false, span }
}

function withoutMarks(declaration: Declaration): Declaration {
  const comments = declaration.comments.filter((comment) => !isLayerMark(comment))
  return {
    ...declaration,
    comments,
    trailing: declaration.trailing.filter((comment) => !isLayerMark(comment)),
    // An empty line between a comment and its definition stays; others come from the order.
    blankBefore: comments.length > 0 && declaration.blankBefore,
  }
}

/** The program's own section mark, with the comments above it, or a new one. */
function sectionMark({ items, source }: Program, section: Section): SectionMark {
  const own = items.find((item): item is SectionMark => item.kind === 'section' && item.section === section)
  const span = { source, start: 0, end: 0 }
  return own ?? { kind: 'section', section, comments: [], trailing: [], blankBefore: false, span }
}

function withLayerComment(program: Program, layer: number): Program {
  const rewrite = (comment: Comment): Comment =>
    /^LAYER\s+\d+$/.test(comment.text) ? { ...comment, text: `LAYER ${layer}`, raw: ` LAYER ${layer}` } : comment
  return {
    ...program,
    items: program.items.map((item) => ({ ...item, comments: item.comments.map(rewrite) })),
    comments: program.comments.map(rewrite),
  }
}
