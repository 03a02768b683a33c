import type { Combinator, Param, TypeArg } from '../linked-schema.ts'
import type { Collected } from './collect.ts'
import { resultHead } from './collect.ts'

/** Every type and constructor that a linked definition mentions is there, and is what it was when it was linked. */
export function mentionsOnlyKnown(combinator: Combinator, collected: Collected): boolean {
  return combinator.params.every((param) => isKnownParam(param, collected)) && isKnown(combinator.result, collected)
}

function isKnownParam({ type }: Param, collected: Collected): boolean {
  return isKnown(type, collected)
}

function isKnown(type: TypeArg, collected: Collected): boolean {
  switch (type.kind) {
    case 'boxed':
      return hasArity(type.type, type.args, collected) && type.args.every((arg) => isKnown(arg, collected))
    case 'bare': {
      const declaration = collected.constructors.get(type.constructor)
      return (
        declaration !== undefined &&
        resultHead(declaration.result).name === type.type &&
        // `%T` was resolved through the only constructor of T; a second one makes it ambiguous.
        collected.types.get(type.type)?.constructors.length === 1 &&
        type.args.every((arg) => isKnown(arg, collected))
      )
    }
    case 'boxedBuiltin':
      return collected.builtinTypes.get(type.type)?.id === type.id
    case 'vector':
      return isKnown(type.item, collected)
    case 'repeat':
      return type.fields.every((field) => isKnownParam(field, collected))
    default:
      return true
  }
}

function hasArity(name: string, args: readonly TypeArg[], collected: Collected): boolean {
  return collected.types.get(name)?.parameters.length === args.length
}
