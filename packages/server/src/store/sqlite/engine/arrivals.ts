import type { BoxId } from '../../../ids.ts'

const none: readonly ArrivedRow[] = []

/** A row of `arrived_messages`, and the number of its message: within a box both grow. */
export interface ArrivedRow {
  readonly seq: number
  readonly id: number
}

/** From a message on; costs a look at a few rows, however many there are. */
export function rowsFrom(rows: readonly ArrivedRow[], id: number): readonly ArrivedRow[] {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((rows[middle]?.id ?? 0) < id) low = middle + 1
    else high = middle
  }
  return low === 0 ? rows : rows.slice(low)
}

/**
 * Which rows of `arrived_messages` have not settled, by box: what one transaction changes, the reading side sees when it
 * is committed. (Rows that are added it may be told of before, since it does not find them yet.)
 */
export interface Arrivals {
  /** How many have not settled. */
  readonly size: number
  /** For the writing side: the rows of a box that have not settled, oldest first. */
  of(box: BoxId): readonly ArrivedRow[]
  /** For the reading side: also those whose settling is not committed. */
  committedOf(box: BoxId): readonly ArrivedRow[]
  boxes(): Iterable<BoxId>
  add(box: BoxId, row: ArrivedRow): void
  /** The rows of a box have settled. */
  remove(box: BoxId): void
  committed(): void
  undone(): void
  /** For one that goes on seeing what is committed now, whatever is committed later. */
  view(): ArrivalsView
}

/** What the reading side sees, as it was at one moment. */
export interface ArrivalsView extends Pick<Arrivals, 'committedOf'> {
  /** To be called once nobody looks any more: until then it remembers what has changed since. */
  release(): void
}

export function createArrivals(): Arrivals {
  const waiting = new Map<BoxId, ArrivedRow[]>()
  let size = 0
  /** For each box that the transaction changed: the rows before, and how many there were, as more may have been added. */
  let before = new Map<BoxId, { readonly rows: ArrivedRow[] | undefined; readonly length: number }>()

  /** For each view that is open: the boxes that changed since, as they were. */
  const views = new Set<Map<BoxId, readonly ArrivedRow[]>>()

  const committedOf = (box: BoxId): readonly ArrivedRow[] => before.get(box)?.rows ?? waiting.get(box) ?? none

  const noteChange = (box: BoxId, rows: ArrivedRow[] | undefined): void => {
    if (!before.has(box)) before.set(box, { rows, length: rows?.length ?? 0 })
  }

  return {
    get size() {
      return size
    },
    of: (box) => waiting.get(box) ?? none,
    committedOf,
    boxes: () => waiting.keys(),
    add(box, row) {
      const rows = waiting.get(box)
      noteChange(box, rows)
      if (rows === undefined) waiting.set(box, [row])
      else rows.push(row)
      size++
    },
    remove(box) {
      const rows = waiting.get(box)
      if (rows === undefined) return
      noteChange(box, rows)
      waiting.delete(box)
      size -= rows.length
    },
    committed() {
      for (const earlier of views) {
        for (const [box, { rows = none }] of before) if (!earlier.has(box)) earlier.set(box, rows)
      }
      before = new Map()
    },
    undone() {
      for (const [box, { rows, length }] of before) {
        size -= waiting.get(box)?.length ?? 0
        if (rows === undefined) {
          waiting.delete(box)
        } else {
          rows.length = length
          waiting.set(box, rows)
          size += length
        }
      }
      before = new Map()
    },
    view() {
      const earlier = new Map<BoxId, readonly ArrivedRow[]>()
      views.add(earlier)
      return {
        committedOf: (box) => earlier.get(box) ?? committedOf(box),
        release: () => void views.delete(earlier),
      }
    },
  }
}
