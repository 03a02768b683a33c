/**
 * A schema through the layers: every definition that was ever in force, and the schema of any one layer. Which layers a
 * definition belongs to is said by marks in the sources (see layer-marks.ts).
 */
import type { Item, Program } from './ast.ts'
import { createDiagnostic, type Diagnostic, sortDiagnostics } from './diagnostic.ts'
import { covers, findLayer, findLayerRanges, findLayersSeen, formatRanges } from './layer-marks.ts'
import { type LinkCache, type LinkOptions, link, linkPrograms } from './link.ts'
import type { Combinator, LayerRange, LinkedSchema } from './linked-schema.ts'

export interface SchemaHistory {
  /** The layers that are known, rising. A number between two of them means the lower one. */
  readonly layers: readonly number[]
  /** Every definition of every layer, by name and then by age. */
  readonly definitions: readonly HistoricDefinition[]
  /** The known layer that a layer number means: itself, or the next lower one; undefined below the first. */
  layerFor(layer: number): number | undefined
  /** The schema that is in force at a layer, linked on its own; undefined below the first layer. */
  at(layer: number): LinkedSchema | undefined
}

export interface HistoricDefinition {
  /** Linked among the definitions of its first layer. */
  readonly combinator: Combinator
  readonly first: number
  readonly last: number
  /** More than one range if the definition was away for some layers. Open ends are closed by the newest known layer. */
  readonly ranges: readonly LayerRange[]
}

export interface LinkHistoryResult {
  readonly history: SchemaHistory
  readonly diagnostics: readonly Diagnostic[]
}

/** Links files that together hold all layers of one schema, such as `schema/api.tl` and `schema/history/api.tl`. */
export function linkHistory(programs: readonly Program[], options: LinkOptions = {}): LinkHistoryResult {
  const layers = knownLayers(programs)
  const newest = layers.at(-1) ?? 0
  const oldest = layers[0] ?? 0
  const rangesOf = new Map<Item, LayerRange[]>()
  for (const item of programs.flatMap(({ items }) => items)) {
    const ranges = findLayerRanges(item).ranges ?? [{ first: oldest, last: newest }]
    rangesOf.set(
      item,
      ranges.map(({ first, last }) => ({ first, last: Math.min(last, newest) })),
    )
  }
  const programsAt = (layer: number): Program[] =>
    programs.map((program) => ({
      ...program,
      items: program.items.filter((item) => item.kind === 'section' || covers(rangesOf.get(item) ?? [], layer)),
    }))

  const diagnostics = new Map<string, Diagnostic>()
  const report = (diagnostic: Diagnostic): void => {
    const key = `${diagnostic.code} ${diagnostic.span.source.name} ${diagnostic.span.start}`
    if (!diagnostics.has(key)) diagnostics.set(key, diagnostic)
  }
  checkOverlaps(programs, rangesOf, layers).forEach(report)
  link(programs, options)
    .diagnostics.filter(({ code }) => numberCodes.has(code))
    .forEach(report)

  const cache: LinkCache = new Map()
  const schemas = new Map<number, LinkedSchema>()
  const definitions = new Map<string, HistoricDefinition>()
  for (const layer of layers) {
    const linked = linkPrograms(programsAt(layer), { ...options, checkNumbers: false }, cache)
    linked.diagnostics.filter(({ code }) => code !== 'duplicate-name').forEach(report)
    schemas.set(layer, { ...linked.schema, layer })
    for (const combinator of [...linked.schema.constructors, ...linked.schema.methods]) {
      const { span } = combinator
      const key = `${span.source.name} ${span.start}`
      if (definitions.has(key)) continue
      const ranges = combinator.layers?.map((range) => ({ ...range, last: Math.min(range.last, newest) })) ?? [
        { first: oldest, last: newest },
      ]
      const last = Math.max(...ranges.map((range) => range.last))
      definitions.set(key, { combinator: { ...combinator, layers: ranges }, first: layer, last, ranges })
    }
  }
  const layerFor = (layer: number): number | undefined => layers.findLast((known) => known <= layer)
  const history: SchemaHistory = {
    layers,
    definitions: [...definitions.values()].sort(
      (a, b) => compare(a.combinator.name, b.combinator.name) || a.first - b.first,
    ),
    layerFor,
    at: (layer) => schemas.get(layerFor(layer) ?? -1),
  }
  return { history, diagnostics: sortDiagnostics([...diagnostics.values()]) }
}

const numberCodes: ReadonlySet<string> = new Set(['duplicate-number', 'number-mismatch', 'bad-layer-mark'])

/** Those that a `layers seen` comment lists, and those that files are (`LAYER n`). */
function knownLayers(programs: readonly Program[]): number[] {
  const layers = new Set(programs.flatMap(findLayersSeen))
  for (const program of programs) {
    const found = findLayer(program)
    if (found) layers.add(found.layer)
  }
  return [...layers].sort((a, b) => a - b)
}

/** At any layer a name has one definition. */
function checkOverlaps(
  programs: readonly Program[],
  rangesOf: ReadonlyMap<Item, readonly LayerRange[]>,
  layers: readonly number[],
): Diagnostic[] {
  const byName = new Map<string, Item[]>()
  const diagnostics: Diagnostic[] = []
  for (const item of programs.flatMap(({ items }) => items)) {
    if (item.kind !== 'combinator') continue
    const others = byName.get(item.name.text) ?? []
    byName.set(item.name.text, others)
    const ranges = rangesOf.get(item) ?? []
    for (const other of others) {
      const otherRanges = rangesOf.get(other) ?? []
      const shared = layers.find((layer) => covers(ranges, layer) && covers(otherRanges, layer))
      if (shared === undefined) continue
      diagnostics.push(
        createDiagnostic(
          'layer-overlap',
          item.name.span,
          `\`${item.name.text}\` has two definitions in layer ${shared}: layers ${formatRanges(ranges)} here`,
          { related: [{ message: `layers ${formatRanges(otherRanges)} here`, span: other.span }] },
        ),
      )
    }
    others.push(item)
  }
  return diagnostics
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
