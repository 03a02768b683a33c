/** Type expressions to types. A name that means nothing is reported, and `undefined` keeps the linker going. */
import type { Expression, NameExpression } from '../ast.ts'
import type { NatRef, TypeArg, TypeRef } from '../linked-schema.ts'
import type { Span } from '../source.ts'
import { closest } from '../suggest.ts'
import { resultHead } from './collect.ts'
import { complain, nearest, type Scope } from './scope.ts'

interface Head {
  readonly name: NameExpression
  readonly isBare: boolean
  readonly args: readonly Expression[]
}

export function resolveType(expression: Expression, scope: Scope, isQuery = false): TypeRef | undefined {
  const head = flatten(expression)
  if (head === undefined) {
    complain(scope, 'wrong-kind', expression.span, 'a number stands where a type is wanted')
    return undefined
  }
  const { name, isBare, args } = head
  const variable = scope.variables.get(name.text)
  // A field that is no number cannot be meant by a type: `geoPoint long:double access_hash:long` reads as it should.
  if (variable && variable.kind !== 'other') return resolveVariable(head, variable.kind, scope, isQuery)
  if (isQuery) complain(scope, 'wrong-kind', name.span, `\`!\` needs a type variable, and \`${name.text}\` is none`)
  if (name.text === 'Vector' || name.text === 'vector') return resolveVector(head, scope)
  if (name.text === 'Type') {
    complain(scope, 'wrong-kind', name.span, '`Type` is the type of types: only a parameter in braces can have it')
    return undefined
  }
  const primitive = isBare && name.text === 'True' ? 'true' : scope.collected.primitives.get(name.text)
  if (primitive !== undefined && !(isBare && primitive === 'Bool')) {
    expectArguments(name, args, 0, scope)
    return { kind: 'primitive', name: primitive }
  }
  return /(^|\.)[a-z]\w*$/.test(name.text)
    ? resolveConstructor(head, scope)
    : resolveBoxed(head, expression.span, scope)
}

/** Unfolds `%`, `<…>` and juxtaposition to a name and its arguments. */
function flatten(expression: Expression): Head | undefined {
  switch (expression.kind) {
    case 'name':
      return { name: expression, isBare: false, args: [] }
    case 'bare': {
      const inner = flatten(expression.of)
      return inner && { ...inner, isBare: true }
    }
    case 'apply': {
      const inner = flatten(expression.head)
      return inner && { ...inner, args: [...inner.args, ...expression.args] }
    }
    default:
      return undefined
  }
}

function resolveVariable(
  { name, args }: Head,
  kind: 'Type' | 'nat',
  scope: Scope,
  isQuery: boolean,
): TypeRef | undefined {
  if (kind === 'nat') {
    complain(scope, 'wrong-kind', name.span, `\`${name.text}\` is a number, not a type`)
    return undefined
  }
  expectArguments(name, args, 0, scope)
  return { kind: 'generic', name: name.text, isQuery }
}

function resolveVector({ name, isBare, args }: Head, scope: Scope): TypeRef | undefined {
  const [item] = args
  if (!expectArguments(name, args, 1, scope) || item === undefined) return undefined
  const resolved = resolveType(item, scope)
  return resolved && { kind: 'vector', boxed: name.text === 'Vector' && !isBare, item: resolved }
}

/** `future_salt`: the name of a constructor stands for its bare type. */
function resolveConstructor({ name, args }: Head, scope: Scope): TypeRef | undefined {
  const declaration = scope.collected.constructors.get(name.text)
  if (!declaration) return reportUnknown(name, scope)
  const type = resultHead(declaration.result).name
  const resolvedArgs = resolveArguments(name, type, args, scope)
  return resolvedArgs && { kind: 'bare', type, constructor: name.text, args: resolvedArgs }
}

function resolveBoxed({ name, isBare, args }: Head, span: Span, scope: Scope): TypeRef | undefined {
  const type = scope.collected.types.get(name.text)
  if (!type) return reportUnknown(name, scope)
  const resolvedArgs = resolveArguments(name, name.text, args, scope)
  if (!resolvedArgs) return undefined
  const builtin = scope.collected.builtinTypes.get(name.text)
  if (builtin !== undefined) {
    return isBare
      ? { kind: 'primitive', name: builtin.name }
      : { kind: 'boxedBuiltin', type: name.text, name: builtin.name, id: builtin.id }
  }
  if (!isBare) return { kind: 'boxed', type: name.text, args: resolvedArgs }
  const [only, ...others] = type.constructors
  if (only && others.length === 0)
    return { kind: 'bare', type: name.text, constructor: only.name.text, args: resolvedArgs }
  const count = type.constructors.length
  complain(
    scope,
    'ambiguous-bare-type',
    span,
    `\`%${name.text}\` needs exactly one constructor, \`${name.text}\` has ${count === 0 ? 'none' : count}`,
    {
      hint: count === 0 ? undefined : `name the constructor that is meant, such as \`${only?.name.text}\``,
      related: type.constructors.slice(0, 3).map((one) => ({ message: 'one of them is here', span: one.name.span })),
    },
  )
  return undefined
}

function reportUnknown(name: NameExpression, scope: Scope): undefined {
  const { types, constructors, unread } = scope.collected
  if (unread.has(name.text)) return undefined
  const near = nearest(scope, name.text, () => [
    ...types.keys(),
    ...scope.collected.primitives.keys(),
    'Vector',
    ...typeVariables(scope),
    ...constructors.keys(),
  ])
  complain(scope, 'unknown-type', name.span, `unknown type \`${name.text}\``, {
    hint: near && `did you mean \`${near}\`?`,
  })
  return undefined
}

function typeVariables({ variables }: Scope): string[] {
  return [...variables].filter(([, { kind }]) => kind === 'Type').map(([name]) => name)
}

function expectArguments(name: NameExpression, args: readonly Expression[], wanted: number, scope: Scope): boolean {
  if (args.length === wanted) return true
  const count = (number: number): string =>
    number === 0 ? 'no argument' : number === 1 ? 'one argument' : `${number} arguments`
  complain(
    scope,
    'wrong-arguments',
    name.span,
    `\`${name.text}\` takes ${count(wanted)}, here it has ${args.length === 0 ? 'none' : args.length}`,
    {
      hint: /^vector$/i.test(name.text) ? `as in \`${name.text}<int>\`` : undefined,
    },
  )
  return false
}

function resolveArguments(
  name: NameExpression,
  type: string,
  args: readonly Expression[],
  scope: Scope,
): TypeArg[] | undefined {
  const parameters = scope.collected.types.get(type)?.parameters ?? []
  if (!expectArguments(name, args, parameters.length, scope)) return undefined
  const resolved: TypeArg[] = []
  for (const [index, arg] of args.entries()) {
    const one = parameters[index] === 'nat' ? resolveNat(arg, scope) : resolveType(arg, scope)
    if (!one) return undefined
    resolved.push(one)
  }
  return resolved
}

/** A number, a number variable, or a variable plus a number. */
export function resolveNat(expression: Expression, scope: Scope): NatRef | undefined {
  let plus = 0
  let variable: string | undefined
  for (const term of expression.kind === 'sum' ? expression.terms : [expression]) {
    if (term.kind === 'number') plus += term.value
    else if (term.kind === 'name' && scope.variables.get(term.text)?.kind === 'nat' && variable === undefined)
      variable = term.text
    else {
      const nats = [...scope.variables].filter(([, { kind }]) => kind === 'nat').map(([name]) => name)
      const near = term.kind === 'name' ? closest(term.text, nats) : undefined
      complain(
        scope,
        'wrong-kind',
        term.span,
        'a number is wanted here: a constant, a `#` field before, or one of them plus a constant',
        {
          hint: near && `did you mean \`${near}\`?`,
        },
      )
      return undefined
    }
  }
  return variable === undefined ? { kind: 'nat', value: plus } : { kind: 'natVariable', name: variable, plus }
}
