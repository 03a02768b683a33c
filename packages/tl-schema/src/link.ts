/** Syntax trees to a linked schema, and all that is wrong with them. */
import type { CombinatorDeclaration, Program } from './ast.ts'
import { computeNumber, type SoleConstructor } from './crc.ts'
import { createDiagnostic, type Diagnostic, sortDiagnostics } from './diagnostic.ts'
import type { Dialect } from './dialect.ts'
import { docOfComments, typeDocsOfComments } from './docs/comment-docs.ts'
import type { Doc } from './docs/doc.ts'
import { knownNumbers } from './known-numbers.ts'
import { findLayer, findLayerRanges } from './layer-marks.ts'
import { checkDuplicateNumbers, checkFinals, checkNames, checkWrittenNumbers } from './link/check-definitions.ts'
import { type Collected, type CollectedCombinator, collect } from './link/collect.ts'
import { mentionsOnlyKnown } from './link/mentions.ts'
import { resolveGenerics, resolveParams } from './link/resolve-params.ts'
import { checkGenericsUsed, resolveResult } from './link/resolve-result.ts'
import { resolveType } from './link/resolve-type.ts'
import type { Scope } from './link/scope.ts'
import type { Combinator, LinkedSchema } from './linked-schema.ts'
import { printDeclaration } from './print.ts'

export interface LinkOptions {
  /** Definitions whose number is right although it is not their CRC-32. Default: those that MTProto fixed by hand. */
  readonly knownNumbers?: ReadonlyMap<string, number>
  /** Compare written numbers with the CRC-32. Default true; without it linking takes half the time. */
  readonly checkNumbers?: boolean
  /** Whose TL it is, where the files do not say it by their declarations. */
  readonly dialect?: Dialect | undefined
}

export interface LinkResult {
  /** Complete if there are no errors; otherwise what could be made sense of. */
  readonly schema: LinkedSchema
  /** In the order of the sources. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Links one syntax tree, or several that make up one schema together. */
export function link(input: Program | readonly Program[], options: LinkOptions = {}): LinkResult {
  return linkPrograms('items' in input ? [input] : input, options, new Map())
}

/** What linking a definition gave, to be used again where everything that it mentions is still there. */
export type LinkCache = Map<CombinatorDeclaration, Combinator>

/** `link` for callers that link many schemas out of the same syntax trees. */
export function linkPrograms(programs: readonly Program[], options: LinkOptions, cache: LinkCache): LinkResult {
  const collected = collect(programs, options.dialect)
  const diagnostics: Diagnostic[] = []
  const soleConstructor: SoleConstructor = (type) => {
    const constructors = collected.types.get(type)?.constructors ?? []
    return constructors.length === 1 ? constructors[0]?.name.text : undefined
  }
  const form = options.dialect === 'telegram' ? 'api' : 'reference'
  const numbers = new Map<CombinatorDeclaration, number>()
  const numberOf = (declaration: CombinatorDeclaration): number => {
    const number =
      numbers.get(declaration) ?? declaration.number?.value ?? computeNumber(declaration, { form, soleConstructor })
    numbers.set(declaration, number)
    return number
  }

  const scope: Scope = {
    collected,
    variables: new Map(),
    report: (diagnostic) => diagnostics.push(diagnostic),
    suggestions: { left: 20 },
  }
  diagnostics.push(...checkNames(collected), ...checkDuplicateNumbers(collected, numberOf), ...checkFinals(collected))
  if (options.checkNumbers !== false) {
    diagnostics.push(...checkWrittenNumbers(collected, options.knownNumbers ?? knownNumbers, soleConstructor))
  }
  const combinators: Combinator[] = []
  for (const one of collected.combinators) {
    const cached = cache.get(one.declaration)
    const isReusable = cached?.kind === one.kind && mentionsOnlyKnown(cached, collected)
    const combinator = isReusable ? cached : linkCombinator(one, numberOf(one.declaration), scope)
    if (combinator) cache.set(one.declaration, combinator)
    if (combinator && !one.isBuiltin) combinators.push(combinator)
  }
  for (const { expression } of collected.partials) resolveType(expression, scope)
  const layer = linkLayer(programs, scope)
  return {
    schema: index(layer, combinators, collected, typeDocsOf(programs)),
    diagnostics: sortDiagnostics(diagnostics),
  }
}

function linkCombinator({ kind, declaration }: CollectedCombinator, id: number, outer: Scope): Combinator | undefined {
  const { generics, scope } = resolveGenerics(declaration, outer)
  const fields = resolveParams(declaration.args, scope)
  const result = resolveResult(declaration, fields.scope)
  checkGenericsUsed(declaration, scope)
  const marks = findLayerRanges(declaration)
  marks.diagnostics.forEach(outer.report)
  if (!result) return undefined
  const name = declaration.name.text
  const dot = name.lastIndexOf('.')
  const doc = docOfComments(declaration)
  return {
    kind,
    name,
    namespace: dot === -1 ? undefined : name.slice(0, dot),
    id,
    params: fields.params,
    generics,
    result,
    definition: printDeclaration({ ...declaration, number: { value: id, span: declaration.name.span } }),
    layers: marks.ranges,
    ...(doc === undefined ? {} : { doc }),
    span: declaration.span,
  }
}

function linkLayer(programs: readonly Program[], scope: Scope): number | undefined {
  const found = programs.map(findLayer).filter((one) => one !== undefined)
  const [first] = found
  for (const other of found) {
    if (first === undefined || other.layer === first.layer) continue
    scope.report(
      createDiagnostic(
        'layer-conflict',
        other.comment.span,
        `layer ${other.layer} here, layer ${first.layer} in another file`,
        {
          severity: 'warning',
          related: [{ message: 'the other layer', span: first.comment.span }],
        },
      ),
    )
  }
  return first?.layer
}

function typeDocsOf(programs: readonly Program[]): Map<string, Doc> {
  const texts = programs.flatMap(({ items, comments }) => [...typeDocsOfComments(items, comments)])
  return new Map(texts.map(([type, text]) => [type, { text, fields: new Map(), errors: [], link: undefined }]))
}

function index(
  layer: number | undefined,
  combinators: readonly Combinator[],
  collected: Collected,
  typeDocs: ReadonlyMap<string, Doc>,
): LinkedSchema {
  const types = new Map<string, Combinator[]>()
  const byName = new Map<string, Combinator>()
  const byId = new Map<number, Combinator>()
  const typeOf = (name: string): Combinator[] => {
    const known = types.get(name) ?? []
    types.set(name, known)
    return known
  }
  for (const name of collected.types.keys()) if (name !== 'Vector') typeOf(name)
  for (const combinator of combinators) {
    const { kind, name, id, result } = combinator
    if (result.kind === 'boxed') {
      const constructors = typeOf(result.type)
      if (kind === 'constructor') constructors.push(combinator)
    } else if (kind === 'constructor' && result.kind === 'primitive') typeOf(result.name).push(combinator)
    if (name !== '_' && !byName.has(name)) byName.set(name, combinator)
    const before = byId.get(id)
    if (before === undefined || isFoundInstead(combinator, before)) byId.set(id, combinator)
  }
  return {
    layer,
    constructors: combinators.filter(({ kind }) => kind === 'constructor'),
    methods: combinators.filter(({ kind }) => kind === 'method'),
    types,
    byName,
    byId,
    builtins: collected.builtinTypes,
    typeDocs,
  }
}

/** Of two methods with one number the one that wraps a request is found: TDLib defines its first fields by themselves, too. */
function isFoundInstead(one: Combinator, before: Combinator): boolean {
  return one.kind === 'method' && before.kind === 'method' && isWrapper(one) && !isWrapper(before)
}

function isWrapper({ params }: Combinator): boolean {
  return params.some(({ type }) => type.kind === 'generic' && type.isQuery)
}
