import type { api } from '@chappe/tl-codec/api'
import { placeOf } from './pts.ts'
import type { Counted } from './pts-box.ts'
import type { Delivered } from './update-types.ts'

/** How far the counters of an account have come. */
export interface Reached {
  readonly pts: number
  readonly qts: number
  readonly seq: number
}

/** What came while the state was not known. Bounded: of too much, nothing is kept and the difference is asked for. */
export class Premature {
  #containers: api.Updates[] = []
  readonly #max: number

  constructor(max: number) {
    this.#max = max
  }

  add(container: api.Updates): void {
    if (this.#containers.length < this.#max) this.#containers.push(container)
    else this.#containers = [{ _: 'updatesTooLong' }]
  }

  take(): api.Updates[] {
    return this.#containers.splice(0)
  }
}

/** The updates of a container, each with the people and chats that came with it. */
export function itemsOf(container: api.Updates): Delivered[] {
  if (container._ === 'updateShort') return [{ update: container.update, users: [], chats: [] }]
  if (container._ !== 'updates' && container._ !== 'updatesCombined') return []
  const { users, chats } = container
  return container.updates.map((update) => ({ update, users, chats }))
}

/** What a difference tells, as if it had been pushed. Its messages have no counters of their own. */
export function itemsOfDifference(difference: api.updates.difference | api.updates.differenceSlice): Delivered[] {
  const { newMessages, newEncryptedMessages, otherUpdates, users, chats } = difference
  const updates: api.Update[] = [
    ...newMessages.map((message) => ({ _: 'updateNewMessage' as const, message, pts: 0, ptsCount: 0 })),
    ...newEncryptedMessages.map((message) => ({ _: 'updateNewEncryptedMessage' as const, message, qts: 0 })),
    ...otherUpdates,
  ]
  return updates.map((update) => ({ update, users, chats }))
}

/** The items that belong to one of the two counters of an account. */
export function placedIn(box: 'common' | 'secret', items: readonly Delivered[]): Counted<Delivered>[] {
  return items.flatMap((content) => {
    const place = placeOf(content.update)
    return place?.box === box ? { pts: place.pts, count: place.count, content } : []
  })
}

/**
 * What was pushed before the answer that says the state, and is part of that state already: nobody will tell of it
 * again. In order, each once.
 */
export function coveredBy(pts: number, after: number, items: readonly Counted<Delivered>[]): Delivered[] {
  const covered = new Map<number, Delivered>()
  for (const { pts: at, count, content } of items) {
    if (count > 0 && at > after && at <= pts && content !== undefined) covered.set(at, content)
  }
  return [...covered].sort(([a], [b]) => a - b).map(([, content]) => content)
}

/** The same container as one that only pts puts in order, if the seq of the state has gone past it since. */
export function withoutOrder(container: api.Updates, before: Reached, now: Reached): api.Updates {
  if (container._ !== 'updates' && container._ !== 'updatesCombined') return container
  return container.seq > before.seq && container.seq <= now.seq ? { ...container, seq: 0 } : container
}
