/** The names of a schema's types and definitions in TypeScript: no two are the same, and none is a word of the language. */
import type { Combinator, LinkedSchema } from '../linked-schema.ts'
import { flatName, RESERVED_TYPES, splitName } from './names.ts'

export interface Naming {
  /** Name of the namespace of types. */
  readonly root: string
  /** How others refer to a type or to the interface of a definition: `api.messages.Dialogs`. */
  path(name: string): string
  /** The last part of that. */
  local(name: string): string
  /** The namespace without the root: `messages`, or undefined. */
  namespace(name: string): string | undefined
  /** The ends of the names of a type's or a definition's functions: `messages_Dialogs`. */
  functions(name: string): string
  /** The same for other functions, such as those of vectors; always the same for one key. */
  helper(key: string, wanted: string): string
}

/** What a definition is called in the code: a case of a polymorphic type has a name of its own. */
export function codeName({ name, instance }: Pick<Combinator, 'name' | 'instance'>): string {
  return instance ?? name
}

export function createNaming(root: string, schema: Pick<LinkedSchema, 'types' | 'constructors' | 'methods'>): Naming {
  const locals = new Map<string, string>()
  const functions = new Map<string, string>()
  const namespaces = new Map<string, string>()
  const usedLocals = new Set([`.Object`, `.Method`])
  const usedNamespaces = new Set<string>()
  const usedFunctions = new Set<string>()

  const namespaceOf = (name: string): string | undefined => {
    const [namespace] = splitName(name)
    if (namespace === undefined) return undefined
    const known = namespaces.get(namespace)
    if (known !== undefined) return known
    const wanted = namespace
      .split('.')
      .map((part) => (RESERVED_TYPES.has(part) || part === root ? `${part}_` : part))
      .join('.')
    const found = unused(wanted, (one) => usedNamespaces.has(one))
    usedNamespaces.add(found)
    namespaces.set(namespace, found)
    return found
  }
  const place = (name: string): void => {
    if (locals.has(name)) return
    const namespace = namespaceOf(name) ?? ''
    const local = mangle(splitName(name)[1])
    const wanted = RESERVED_TYPES.has(local) ? `${local}_` : local
    const found = unused(wanted, (one) => usedLocals.has(`${namespace}.${one}`))
    usedLocals.add(`${namespace}.${found}`)
    locals.set(name, found)
    functions.set(name, reserve(mangle(flatName(name))))
  }
  // A recursive type has a second reader, with `_` behind its name.
  const reserve = (wanted: string): string => {
    const found = unused(wanted, (one) => usedFunctions.has(one) || usedFunctions.has(`${one}_`))
    usedFunctions.add(found).add(`${found}_`)
    return found
  }
  for (const type of schema.types.keys()) place(type)
  for (const one of [...schema.constructors, ...schema.methods, ...[...schema.types.values()].flat()]) {
    place(codeName(one))
  }

  const local = (name: string): string => locals.get(name) ?? mangle(splitName(name)[1])
  const helpers = new Map<string, string>()
  return {
    root,
    local,
    namespace: namespaceOf,
    path(name) {
      const namespace = namespaceOf(name)
      return namespace === undefined ? `${root}.${local(name)}` : `${root}.${namespace}.${local(name)}`
    },
    functions: (name) => functions.get(name) ?? mangle(flatName(name)),
    helper(key, wanted) {
      const known = helpers.get(key)
      if (known !== undefined) return known
      const found = reserve(mangle(wanted))
      helpers.set(key, found)
      return found
    },
  }
}

/** `Maybe<a.B>` as part of an identifier: `Maybe_a_B`. */
function mangle(name: string): string {
  return name.replace(/[^\w$]+/g, '_').replace(/_$/, name.endsWith('_') ? '_' : '')
}

function unused(wanted: string, isUsed: (name: string) => boolean): string {
  let found = wanted
  while (isUsed(found)) found += '_'
  return found
}
