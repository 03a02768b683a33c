import type { BoxId } from '../ids.ts'
import type { Transaction } from '../store/store.ts'

/**
 * Within a unit, before its first change: takes all boxes that it will change, at once, so that what it does to them one by
 * one may come in any order (see `BoxWrites.advance`).
 */
export async function holdBoxes(tx: Transaction, boxes: Iterable<BoxId>): Promise<void> {
  await tx.boxes.advance([...new Set(boxes)].map((box) => ({ box, pts: 0, messages: 0 })))
}
