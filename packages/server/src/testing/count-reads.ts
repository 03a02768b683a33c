import type { Reads, Store } from '../store/store.ts'

/** The same store, which counts the questions that it is asked. */
export function countReads(store: Store): { readonly store: Store; readonly asked: { count: number } } {
  const asked = { count: 0 }
  const counted = <D extends object>(domain: D): D =>
    new Proxy(domain, {
      get(target, name, receiver) {
        asked.count++
        return Reflect.get(target, name, receiver)
      },
    })
  const countedReads = (reads: Reads): Reads =>
    new Proxy<Reads>(reads, {
      get(target, name, receiver) {
        const domain: unknown = Reflect.get(target, name, receiver)
        return typeof domain === 'object' && domain !== null ? counted(domain) : domain
      },
    })
  const snapshot: Store['snapshot'] = (unit) => store.snapshot((reads) => unit(countedReads(reads)))
  return { store: { ...store, read: countedReads(store.read), snapshot }, asked }
}
