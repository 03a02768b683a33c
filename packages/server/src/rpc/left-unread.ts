import { nameOf, schemaOfToday } from '@chappe/tl-layers'
import type { NeedsUser } from './authorization.ts'
import { wrapperNames } from './invocation.ts'
import { methodOf } from './method-of.ts'

/** A smaller request is read in any case: what it says of the client counts, also where it is refused. */
const mostReadBytes = 16 * 1024

/**
 * The method of a large request that only those may call who have an account: of anybody else it is refused without being
 * read, since a megabyte of list items takes long to read. Undefined for whatever has to be read.
 */
export function leftUnread(body: Uint8Array, needsUser: NeedsUser): string | undefined {
  if (body.length <= mostReadBytes) return undefined
  const name = nameOf(methodOf(body))
  if (name === undefined || wrapperNames.has(name) || !needsUser(name)) return undefined
  return schemaOfToday().definitions.get(name)?.isMethod === true ? name : undefined
}
