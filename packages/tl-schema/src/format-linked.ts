/** Linked types as TL text, for messages and reports. */
import type { Param, TypeArg } from './linked-schema.ts'

export function formatType(type: TypeArg): string {
  switch (type.kind) {
    case 'primitive':
      return type.name === 'nat' ? '#' : type.name
    case 'boxed':
      return withArgs(type.type, type.args)
    case 'boxedBuiltin':
      return type.type
    case 'bare':
      return withArgs(type.constructor, type.args)
    case 'vector':
      return `${type.boxed ? 'Vector' : 'vector'}<${formatType(type.item)}>`
    case 'generic':
      return (type.isQuery ? '!' : '') + type.name
    case 'repeat':
      return `${formatType(type.count)}*${['[', ...type.fields.map(formatParam), ']'].join(' ')}`
    case 'nat':
      return String(type.value)
    case 'natVariable':
      return type.plus === 0 ? type.name : `(${type.name}+${type.plus})`
  }
}

function withArgs(name: string, args: readonly TypeArg[]): string {
  return args.length === 0 ? name : `${name}<${args.map(formatType).join(',')}>`
}

export function formatParam({ name, condition, type }: Param): string {
  return `${name}:${formatCondition(condition)}${formatType(type)}`
}

export function formatCondition(condition: Param['condition']): string {
  if (condition === undefined) return ''
  return `${condition.flags}${condition.bit === undefined ? '' : `.${condition.bit}`}?`
}
