import type { Combinator, LinkedSchema, TypeArg, TypeRef } from './linked-schema.ts'

/**
 * The part of a schema that these methods reach: they themselves, the types of their fields and results, and so on. What a
 * wrapper wraps is one of them. With `results: false` the constructors that only results reach are left out, for a program
 * that encodes requests and leaves the answers to something else: reading such an answer fails.
 */
export function pick(schema: LinkedSchema, names: readonly string[], options: PickOptions = {}): LinkedSchema {
  const { results = true } = options
  const wanted = new Set(names)
  const methods = schema.methods.filter(({ name }) => wanted.has(name))
  const reached = new Set<string>()
  const waiting: Combinator[] = []
  const reachType = (type: string): void => {
    if (reached.has(type)) return
    reached.add(type)
    waiting.push(...(schema.types.get(type) ?? []))
  }
  const reachArg = (arg: TypeArg): void => {
    if (arg.kind !== 'nat' && arg.kind !== 'natVariable') reach(arg)
  }
  const reach = (type: TypeRef): void => {
    if (type.kind === 'vector') reach(type.item)
    else if (type.kind === 'repeat') for (const field of type.fields) reach(field.type)
    else if (type.kind === 'boxed' || type.kind === 'bare') {
      reachType(type.type)
      type.args.forEach(reachArg)
    } else if (type.kind === 'primitive' && type.name === 'Object')
      for (const name of schema.types.keys()) reachType(name)
  }
  for (const { params, result } of methods) {
    for (const { type } of params) reach(type)
    if (results) reach(result)
  }
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) for (const { type } of one.params) reach(type)
  return partOf(schema, reached, methods)
}

export interface PickOptions {
  /** Whether the types of results are needed. Default: true. */
  readonly results?: boolean
}

function partOf(schema: LinkedSchema, reached: ReadonlySet<string>, methods: readonly Combinator[]): LinkedSchema {
  const types = new Map([...schema.types].filter(([type]) => reached.has(type)))
  // A result that is not read is a type that no value has.
  for (const { result } of methods) for (const type of boxedIn(result)) if (!types.has(type)) types.set(type, [])
  const members = new Set([...types.values()].flat())
  const isBoolean = ({ result }: Combinator): boolean => result.kind === 'primitive'
  const constructors = schema.constructors.filter((one) => members.has(one) || isBoolean(one))
  const all = [...constructors, ...methods]
  const byName = new Map(all.map((one) => [one.name, one]))
  const byId = new Map(
    [...schema.byId].flatMap(([id, { name }]) => {
      const one = byName.get(name)
      return one === undefined ? [] : [[id, one] as const]
    }),
  )
  return { ...schema, constructors, methods, types, byName, byId }
}

function boxedIn(type: TypeRef): string[] {
  if (type.kind === 'vector') return boxedIn(type.item)
  return type.kind === 'boxed' ? [type.type] : []
}

/** Those of the names that are no methods of the schema. */
export function missingMethods({ methods }: LinkedSchema, names: readonly string[]): string[] {
  const known = new Set(methods.map(({ name }) => name))
  return names.filter((name) => !known.has(name))
}
