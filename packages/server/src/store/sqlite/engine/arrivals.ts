import type { BoxId } from '../../../ids.ts'

const none: readonly number[] = []

/**
 * Which rows of `arrived_messages` have not settled, by box: what one transaction changes, the reading side sees when it
 * is committed. (Rows that are added it may be told of before, since it does not find them yet.)
 */
export interface Arrivals {
  /** How many have not settled. */
  readonly size: number
  /** For the writing side: the rows of a box that have not settled, oldest first. */
  of(box: BoxId): readonly number[]
  /** For the reading side: also those whose settling is not committed. */
  committedOf(box: BoxId): readonly number[]
  boxes(): Iterable<BoxId>
  add(box: BoxId, seq: number): void
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
  const waiting = new Map<BoxId, number[]>()
  let size = 0
  /** For each box that the transaction changed: the rows before, and how many there were, as more may have been added. */
  let before = new Map<BoxId, { readonly rows: number[] | undefined; readonly length: number }>()

  /** For each view that is open: the boxes that changed since, as they were. */
  const views = new Set<Map<BoxId, readonly number[]>>()

  const committedOf = (box: BoxId): readonly number[] => before.get(box)?.rows ?? waiting.get(box) ?? none

  const noteChange = (box: BoxId, rows: number[] | undefined): void => {
    if (!before.has(box)) before.set(box, { rows, length: rows?.length ?? 0 })
  }

  return {
    get size() {
      return size
    },
    of: (box) => waiting.get(box) ?? none,
    committedOf,
    boxes: () => waiting.keys(),
    add(box, seq) {
      const rows = waiting.get(box)
      noteChange(box, rows)
      if (rows === undefined) waiting.set(box, [seq])
      else rows.push(seq)
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
      const earlier = new Map<BoxId, readonly number[]>()
      views.add(earlier)
      return {
        committedOf: (box) => earlier.get(box) ?? committedOf(box),
        release: () => void views.delete(earlier),
      }
    },
  }
}
