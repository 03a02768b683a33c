/** Makes a linked schema ready for the emitters, and tells what has no form in TypeScript. */
import { createDiagnostic, type Diagnostic, sortDiagnostics } from '../diagnostic.ts'
import type { Combinator, LinkedSchema, Param, TypeRef } from '../linked-schema.ts'
import { type Bindings, createInstances, onlyRequestsWrap, refuse, Unsupported } from './instances.ts'
import { isUsedAsNumber, natUses } from './nats.ts'

export interface Lowered {
  /** Without type arguments; the definitions that were refused are left out. */
  readonly schema: LinkedSchema
  readonly problems: readonly Diagnostic[]
}

export function lower(schema: LinkedSchema): Lowered {
  const problems: Diagnostic[] = []
  const instances = createInstances(schema, lowerParams)
  const attempt = (one: Combinator): Combinator[] => {
    try {
      return [lowerCombinator(one)]
    } catch (error) {
      if (!(error instanceof Unsupported)) throw error
      problems.push(createDiagnostic('unsupported', one.span, `\`${one.name}\`: ${error.where}`))
      return []
    }
  }

  function lowerCombinator(one: Combinator): Combinator {
    const queries = one.params.filter(({ type }) => type.kind === 'generic' && type.isQuery)
    const [query] = queries
    if (one.kind === 'method') {
      if (queries.length > 1) refuse('a request that wraps several others has no form in TypeScript')
      if (one.result.kind === 'generic' && one.result.name !== genericName(query)) {
        refuse(`nothing says what the result \`${one.result.name}\` is`)
      }
      if (one.generics.some(({ kind }) => kind === 'nat')) refuse('a number in braces has no value in a request')
    } else if (query !== undefined) refuse(onlyRequestsWrap)
    const params = lowerParams(one.params, new Map())
    const result = one.result.kind === 'generic' ? one.result : instances.instantiate(one.result, new Map())
    return { ...one, params, result }
  }

  function lowerParams(params: readonly Param[], bindings: Bindings): Param[] {
    const uses = natUses(params)
    for (const param of params) {
      const { name, type, condition, isFlagWord } = param
      if (condition === undefined || type.kind !== 'primitive' || type.name !== 'nat') continue
      if (isFlagWord ? isUsedAsNumber(param, params) : uses.has(name)) {
        refuse(`others need \`${name}\`, which may be absent`)
      }
    }
    return params.map((param) => {
      try {
        return { ...param, type: lowerType(param.type, bindings) }
      } catch (error) {
        if (error instanceof Unsupported) error.path.unshift(param.name)
        throw error
      }
    })
  }

  function lowerType(type: TypeRef, bindings: Bindings): TypeRef {
    if (type.kind !== 'repeat') return instances.instantiate(type, bindings)
    return { ...type, fields: lowerParams(type.fields, bindings) }
  }

  const isPolymorphic = ({ kind, result }: Combinator): boolean =>
    kind === 'constructor' && result.kind === 'boxed' && result.args.length > 0
  // A polymorphic type is copied where it is used; by itself it has no values.
  const constructors = schema.constructors.filter((one) => !isPolymorphic(one)).flatMap(attempt)
  const methods = schema.methods.flatMap(attempt)
  const kept = new Map(constructors.map((one) => [one.span, one]))
  const types = new Map<string, readonly Combinator[]>()
  for (const [type, members] of schema.types) {
    if (schema.builtins.has(type)) continue
    if (members.some(isPolymorphic)) continue
    types.set(
      type,
      members.flatMap((one) => kept.get(one.span) ?? []),
    )
  }
  for (const [type, members] of instances.types) types.set(type, members)
  const lowered = { ...schema, constructors, methods, types }
  return { schema: lowered, problems: sortDiagnostics(problems) }
}

function genericName(param: Param | undefined): string | undefined {
  return param?.type.kind === 'generic' ? param.type.name : undefined
}
