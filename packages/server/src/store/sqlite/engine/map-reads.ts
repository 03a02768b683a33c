import type { Reads } from '../../store.ts'

/** A read, whichever domain it is of. */
export type AnyRead = (...values: unknown[]) => Promise<unknown>

/** The same reads, each within what `wrap` makes of it. Done once for a connection: it makes an object of each domain. */
export function mapReads<R extends Reads>(reads: R, wrap: (read: AnyRead) => AnyRead): R {
  const named: object = reads
  const domains = Object.entries(named).map(([domain, functions]) => [
    domain,
    Object.fromEntries(Object.entries<AnyRead>(functions).map(([name, read]) => [name, wrap(read)])),
  ])
  return Object.fromEntries(domains)
}
