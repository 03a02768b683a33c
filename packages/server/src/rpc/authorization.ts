import type { MethodName } from './handlers.ts'
import type { Registry } from './registry.ts'

/**
 * Methods that need nobody signed in ("User Authorization") and that are not served: a stranger is told so, and not to sign
 * in. Of what is served, `openMethod` says it beside the handler.
 */
const openNotServed: readonly MethodName[] = [
  'auth.checkPaidAuth',
  'auth.finishPasskeyLogin',
  'auth.importWebTokenAuthorization',
  'auth.initPasskeyLogin',
  'auth.requestFirebaseSms',
]

/** Whether a method may be called by a key alone that somebody has signed in by; so it is of all that nothing is said of. */
export type NeedsUser = (method: string) => boolean

export function createNeedsUser(registry: Registry): NeedsUser {
  const open = new Set<string>(openNotServed)
  for (const [name, { needs }] of registry) {
    if (open.has(name)) throw new TypeError(`${name} is served and says itself what it needs`)
    if (needs === 'nobody') open.add(name)
  }
  return (method) => !open.has(method)
}
