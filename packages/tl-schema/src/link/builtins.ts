import type { Dialect } from '../dialect.ts'
import type { PrimitiveName } from '../linked-schema.ts'

/** Names of types that stand for themselves in every schema (core.telegram.org/mtproto/serialize, TL-formal). */
export const primitives: ReadonlyMap<string, PrimitiveName> = new Map<string, PrimitiveName>([
  ['int', 'int'],
  ['long', 'long'],
  ['double', 'double'],
  ['string', 'string'],
  ['bytes', 'bytes'],
  ['int128', 'int128'],
  ['int256', 'int256'],
  ['#', 'nat'],
  ['true', 'true'],
  ['Bool', 'Bool'],
  ['Object', 'Object'],
])

/** Constructors whose wire form is built in; a schema may declare them, and the linked schema leaves them out. */
export const builtinConstructors: ReadonlySet<string> = new Set([
  'int',
  'long',
  'double',
  'string',
  'bytes',
  'int128',
  'int256',
  'vector',
])

/**
 * Names that TDLib's, TON's and VK's files have as built in besides: by a declaration such as `int32 = Int32;` or
 * `float ? = Float;`, since in another file they may be anything.
 */
export const declaredPrimitives: ReadonlyMap<string, PrimitiveName> = new Map<string, PrimitiveName>([
  ['int32', 'int'],
  ['int53', 'int53'],
  ['int64', 'long'],
  ['int512', 'int512'],
  ['secureString', 'string'],
  ['secureBytes', 'bytes'],
  ['float', 'float'],
])

/** Those that need no declaration in a file that is said to be of this dialect. */
export const dialectPrimitives: Readonly<Record<Dialect, readonly string[]>> = {
  telegram: [],
  ton: ['int32', 'int53', 'int64', 'int512', 'secureString', 'secureBytes'],
  vk: ['float'],
}
