import type { ClientStorage } from './storage.ts'

/** Keeps everything until the process ends. */
export function createMemoryStorage(): ClientStorage {
  const values = new Map<string, Uint8Array>()
  return {
    load: async (name) => values.get(name)?.slice(),
    save: async (name, value) => {
      if (value === undefined) values.delete(name)
      else values.set(name, value.slice())
    },
  }
}
