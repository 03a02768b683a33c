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
