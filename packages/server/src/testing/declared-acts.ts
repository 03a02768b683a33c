import { AsyncLocalStorage } from 'node:async_hooks'
import type { Store, Transaction } from '../store/store.ts'

export interface ActWatch {
  readonly store: Store
  /** Serves a request for a method, whatever the request may be wrapped in. */
  serve<Answer>(method: string, run: () => Promise<Answer>): Promise<Answer>
}

/** The service account may write to whoever calls these, and that is no act of theirs. */
const noticed = /^(auth|account)\./

/**
 * The same store, but a method that changes what is in a box without having said what it does there (`userMethod`) fails: by
 * its name alone nobody can tell that it does.
 */
export function watchActs(store: Store, declares: (method: string) => boolean): ActWatch {
  const serving = new AsyncLocalStorage<string | undefined>()
  return {
    store: {
      read: store.read,
      snapshot: store.snapshot,
      transaction(unit) {
        const method = serving.getStore()
        const isSilent = method !== undefined && !noticed.test(method) && !declares(method)
        return store.transaction((tx) =>
          unit({
            ...tx,
            boxes: isSilent ? withoutChanges(tx, method) : tx.boxes,
            // Units are committed together, by whichever of their requests comes to it.
            onCommit: (act) => tx.onCommit(() => serving.run(method, act)),
          }),
        )
      },
      get waiting() {
        return store.waiting
      },
      close: () => store.close(),
    },
    serve: (method, run) => serving.run(method, run),
  }
}

function withoutChanges({ boxes }: Transaction, method: string): Transaction['boxes'] {
  return {
    ...boxes,
    async advance(steps) {
      const changed = steps.find(({ pts }) => pts > 0)
      if (changed === undefined) return boxes.advance(steps)
      throw new TypeError(`${method} changes box ${changed.box} and does not say what it does there`)
    },
  }
}
