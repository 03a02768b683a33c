import type { Param } from '../linked-schema.ts'
import { camelCase, localName } from './names.ts'

/** The names of one definition's fields in TypeScript: no two of a kind are the same. */
export interface FieldNames {
  /** As a property of the value. */
  key(field: string): string
  /** As a variable in the code. A parameter in braces has one, too. */
  local(name: string): string
}

const known = new WeakMap<readonly Param[], FieldNames>()

/** `outer` are variables that the code around has already. */
export function fieldNames(params: readonly Param[], outer: readonly string[] = []): FieldNames {
  const before = known.get(params)
  if (before !== undefined) return before
  const keys = new Map<string, string>()
  const used = new Set(['_'])
  // Whoever is called so in the schema keeps the name: of `a_b` and `aB` the second is `aB`.
  const plain = params.filter(({ name }) => camelCase(name) === name)
  for (const { name } of plain) assign(keys, used, name, [name])
  for (const { name } of params) if (!keys.has(name)) assign(keys, used, name, [camelCase(name), name])

  const locals = new Map<string, string>()
  const usedLocals = new Set<string>()
  for (const name of outer) assign(locals, usedLocals, name, [localName(name)])
  for (const { name } of params) {
    if (!locals.has(name)) assign(locals, usedLocals, name, [localName(keys.get(name) ?? name)])
  }
  const names: FieldNames = {
    key: (field) => keys.get(field) ?? camelCase(field),
    local: (name) => locals.get(name) ?? localName(name),
  }
  known.set(params, names)
  return names
}

function assign(names: Map<string, string>, used: Set<string>, name: string, wanted: readonly string[]): void {
  let found = wanted.find((one) => !used.has(one)) ?? `${wanted[0]}_`
  while (used.has(found)) found += '_'
  used.add(found)
  names.set(name, found)
}
