import type { Bus, BusMessage } from './bus.ts'

/** The bus of a server that is one process: listeners are called at once, and nothing is made into bytes. */
export function createInProcessBus(): Bus {
  const listeners = new Set<(message: BusMessage) => void>()
  return {
    publish(message) {
      for (const listener of listeners) listener(message)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
