/** Fields of one definition: their types, their conditions, and the checks that concern them alone. */
import type { Arg, CombinatorDeclaration, ConditionNode, Expression, Name } from '../ast.ts'
import type { Condition, Generic, NatRef, Param, TypeRef } from '../linked-schema.ts'
import type { Span } from '../source.ts'
import { closest } from '../suggest.ts'
import { isNat } from './collect.ts'
import { resolveNat, resolveType } from './resolve-type.ts'
import { complain, type Scope, type Variable } from './scope.ts'

/** Flag words have 32 bits. */
const bits = 32

interface Field {
  readonly name: Name | undefined
  readonly condition: ConditionNode | undefined
  readonly isFunction: boolean
  readonly type: Expression | Repetition
  readonly span: Span
}

interface Repetition {
  readonly kind: 'repetition'
  readonly count: Expression | undefined
  readonly args: readonly Arg[]
}

export interface ResolvedFields {
  readonly params: Param[]
  /** The scope with all fields in it, for the result type. */
  readonly scope: Scope
}

/** Parameters in braces: they may be of type `Type` or `#` (TL-combinators, "Optional field declarations"). */
export function resolveGenerics(
  declaration: CombinatorDeclaration,
  outer: Scope,
): { generics: Generic[]; scope: Scope } {
  const generics: Generic[] = []
  const variables = new Map(outer.variables)
  for (const { names, type } of declaration.generics) {
    const kind = isNat(type) ? 'nat' : type.kind === 'name' && type.text === 'Type' ? 'Type' : undefined
    if (kind === undefined) {
      complain(outer, 'wrong-kind', type.span, 'a parameter in braces is of type `Type` or `#`', {
        hint: 'as in `{X:Type}` or `{n:#}`',
      })
      continue
    }
    for (const { text, span } of names) {
      declareVariable(variables, text, { kind, span }, outer)
      generics.push({ name: text, kind })
    }
  }
  return { generics, scope: { ...outer, variables } }
}

export function resolveParams(args: readonly Arg[], outer: Scope): ResolvedFields {
  const fields = args.flatMap(toFields)
  const variables = new Map(outer.variables)
  const scope: Scope = { ...outer, variables }
  const tested = testedWords(args)
  const params: Param[] = []
  for (const [index, field] of fields.entries()) {
    const condition = field.condition && resolveCondition(field.condition, scope, fields.slice(index))
    const type = resolveFieldType(field, scope)
    const isNatField = type?.kind === 'primitive' && type.name === 'nat'
    const named = nameOf(field)
    const name = named?.text ?? anonymousName(index, fields)
    const variable: Variable = { kind: isNatField ? 'nat' : 'other', span: named?.span ?? field.span }
    if (named) declareVariable(variables, name, variable, scope)
    else {
      // An anonymous field hides that of a repetition around; `[ t ]` wants the last number, so the order matters.
      variables.delete(name)
      variables.set(name, variable)
    }
    if (type) params.push({ name, type, condition, isFlagWord: isNatField && tested.has(name) })
  }
  reportSharedBits(fields, params, scope)
  return { params, scope }
}

function nameOf({ name }: Field): Name | undefined {
  return name?.text === '_' ? undefined : name
}

/** `arg1`, `arg2`, … by position, unless a field has that very name. */
function anonymousName(index: number, fields: readonly Field[]): string {
  let name = `arg${index + 1}`
  while (fields.some((field) => nameOf(field)?.text === name)) name += '_'
  return name
}

function toFields(arg: Arg): Field[] {
  switch (arg.kind) {
    case 'field':
      return [arg]
    case 'group':
      return arg.names.map((name) => ({ ...arg, name, condition: undefined, span: name.span }))
    case 'repeat': {
      const { name, count, args, span } = arg
      return [{ name, condition: undefined, isFunction: false, type: { kind: 'repetition', count, args }, span }]
    }
  }
}

function resolveFieldType(field: Field, scope: Scope): TypeRef | undefined {
  if (field.type.kind !== 'repetition') return resolveType(field.type, scope, field.isFunction)
  const { count, args } = field.type
  const resolved = count === undefined ? lastNat(field.span, scope) : resolveNat(count, scope)
  const { params } = resolveParams(args, scope)
  return resolved && { kind: 'repeat', count: resolved, fields: params }
}

/** `[ t ]` without a number takes the last `#` before it (TL-combinators, "Repetitions"). */
function lastNat(span: Span, scope: Scope): NatRef | undefined {
  const name = [...scope.variables].filter(([, { kind }]) => kind === 'nat').at(-1)?.[0]
  if (name !== undefined) return { kind: 'natVariable', name, plus: 0 }
  complain(scope, 'unknown-name', span, 'this repetition has no number, and no `#` field stands before it', {
    hint: 'as in `4*[ int ]`',
  })
  return undefined
}

function resolveCondition(node: ConditionNode, scope: Scope, rest: readonly Field[]): Condition {
  const { text, span } = node.flags
  const variable = scope.variables.get(text)
  if (variable === undefined) {
    const later = rest.find((field) => field.name?.text === text)
    if (later) {
      complain(scope, 'condition-before-flags', span, `\`${text}\` is tested before it is read`, {
        hint: `move \`${text}:#\` before the fields that test it`,
        related: [{ message: 'it is read here', span: later.span }],
      })
    } else {
      const near = closest(text, scope.variables.keys())
      complain(scope, 'unknown-name', span, `there is no field \`${text}\` to test`, {
        hint: near === undefined ? `add \`${text}:#\` before this field` : `did you mean \`${near}\`?`,
      })
    }
  } else if (variable.kind !== 'nat') {
    complain(scope, 'condition-on-other-type', span, `\`${text}\` is not of type \`#\`, so its bits cannot be tested`, {
      related: [{ message: 'it is declared here', span: variable.span }],
    })
  }
  if (node.bit && node.bit.value >= bits) {
    complain(scope, 'bit-out-of-range', node.bit.span, `a flag word has bits 0 to ${bits - 1}, not ${node.bit.value}`)
  }
  return { flags: text, bit: node.bit?.value }
}

function declareVariable(variables: Map<string, Variable>, name: string, variable: Variable, scope: Scope): void {
  const before = variables.get(name)
  if (before === undefined) variables.set(name, variable)
  else {
    complain(scope, 'duplicate-field', variable.span, `\`${name}\` is already the name of a field here`, {
      related: [{ message: 'the first one', span: before.span }],
    })
  }
}

function testedWords(args: readonly Arg[]): Set<string> {
  const words = new Set<string>()
  const visit = (arg: Arg): void => {
    if (arg.kind === 'repeat') arg.args.forEach(visit)
    else if (arg.kind === 'field' && arg.condition?.bit) words.add(arg.condition.flags.text)
  }
  args.forEach(visit)
  return words
}

/** Legal, and used by real schemas for fields that come and go together; a value with only one of them has no wire form. */
function reportSharedBits(fields: readonly Field[], params: readonly Param[], scope: Scope): void {
  const first = new Map<string, Field>()
  for (const field of fields) {
    const param = params.find((one) => one.name === field.name?.text)
    if (!param?.condition || param.condition.bit === undefined || !field.name) continue
    if (param.type.kind === 'primitive' && param.type.name === 'true') continue
    const key = `${param.condition.flags}.${param.condition.bit}`
    const before = first.get(key)
    if (before?.name === undefined) first.set(key, field)
    else {
      complain(
        scope,
        'shared-flag-bit',
        field.span,
        `\`${field.name.text}\` and \`${before.name.text}\` share the bit \`${key}\``,
        {
          severity: 'note',
          hint: 'that is right if they are always present together; otherwise give one of them a bit of its own',
          related: [{ message: 'the first one', span: before.span }],
        },
      )
    }
  }
}
