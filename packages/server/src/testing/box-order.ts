import type { BoxId } from '../ids.ts'
import type { Store, Transaction } from '../store/store.ts'

/**
 * The same store, but a unit that takes a box below one that it holds already fails (see `BoxWrites.advance`): SQLite runs
 * one unit after the other and would never show that, and on a database server two such units wait for each other.
 * `close` fails as well after that, so that no test passes because its server turned the failure into an answer.
 */
export function watchBoxOrder(store: Store): Store {
  const falls: Error[] = []
  return {
    read: store.read,
    snapshot: store.snapshot,
    transaction: (unit) => store.transaction((tx) => unit(watchUnit(tx, falls))),
    get waiting() {
      return store.waiting
    },
    async close() {
      await store.close()
      const [first] = falls
      if (first !== undefined) throw first
    },
  }
}

function watchUnit(tx: Transaction, falls: Error[]): Transaction {
  const held = new Set<BoxId>()
  return {
    ...tx,
    boxes: {
      ...tx.boxes,
      async advance(steps) {
        // Those of one call are taken in rising order, in whatever order they are named.
        const taken = steps.map(({ box }) => box).filter((box) => !held.has(box))
        const lowest = Math.min(...taken)
        const highest = Math.max(...held)
        if (lowest < highest) {
          const fall = new TypeError(`a unit that holds box ${highest} takes box ${lowest}`)
          falls.push(fall)
          throw fall
        }
        for (const box of taken) held.add(box)
        return tx.boxes.advance(steps)
      },
    },
  }
}
