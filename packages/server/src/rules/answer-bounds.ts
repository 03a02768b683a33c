/**
 * How many bytes of stored messages and changes an answer carries. A hundred of the longest texts fit in; only what is made
 * of long addresses behind words ends earlier. A single thing is always told, and none is larger than `maxStoredBytes`.
 */
export const maxAnswerBytes: number = 2 * 1024 * 1024

/** Larger than anything that passes the bounds of requests. What is stored and larger is from before there were any. */
export const maxStoredBytes: number = 160 * 1024

/** What counts of something stored: larger than that it is not shown. */
export function shownBytes({ length }: Uint8Array): number {
  return Math.min(length, maxStoredBytes)
}

/** What all of them take in an answer. */
export function totalBytes(stored: readonly { readonly data: Uint8Array }[]): number {
  return stored.reduce((sum, { data }) => sum + shownBytes(data), 0)
}

/** As many from the front as fit, one at least. */
export function frontWithin<Item>(
  items: readonly Item[],
  bytesOf: (item: Item) => number,
  budget: number = maxAnswerBytes,
): readonly Item[] {
  let bytes = 0
  for (const [at, item] of items.entries()) {
    bytes += bytesOf(item)
    if (bytes > budget && at > 0) return items.slice(0, at)
  }
  return items
}

/** What a page is cut around. */
export interface PageOffsets {
  readonly offsetId: number
  readonly addOffset: number
}

/**
 * The part of a page of messages, newest first, that fits, in one piece. Where a page begins at its offset, its end is left
 * out; where it reaches to newer messages from there, what is farthest from the offset on either side, so that the next
 * page goes on without a gap.
 */
export function pageWithin<Item extends { readonly id: number; readonly data: Uint8Array }>(
  page: readonly Item[],
  { offsetId, addOffset }: PageOffsets,
  budget: number = maxAnswerBytes,
): readonly Item[] {
  if (addOffset >= 0 || offsetId === 0) return frontWithin(page, ({ data }) => shownBytes(data), budget)
  const below = page.findIndex(({ id }) => id < offsetId)
  let start = below === -1 ? page.length : below
  let end = start
  let bytes = 0
  const fits = (item: Item | undefined): boolean => {
    if (item === undefined) return false
    bytes += shownBytes(item.data)
    return bytes <= budget || end === start
  }
  let newer = true
  let older = true
  while (newer || older) {
    newer &&= fits(page[start - 1])
    if (newer) start--
    older &&= fits(page[end])
    if (older) end++
  }
  return page.slice(start, end)
}
