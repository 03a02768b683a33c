import type { ClientStorage } from '@chappe/client'

export type StoredValues = ReadonlyMap<string, Uint8Array>

/** Keeps what a client stores in memory, so that it can be looked at and put back. */
export function createKeptStorage(begin: StoredValues = new Map()): {
  readonly storage: ClientStorage
  values(): StoredValues
} {
  const values = new Map(begin)
  return {
    storage: {
      load: async (name) => values.get(name)?.slice(),
      async save(name, value) {
        if (value === undefined) values.delete(name)
        else values.set(name, value.slice())
      },
    },
    // What is stored is never changed in place.
    values: () => new Map(values),
  }
}
