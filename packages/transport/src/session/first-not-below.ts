/** Ascending numbers. */
interface Ascending<Id> {
  readonly length: number
  readonly [index: number]: Id
}

/**
 * The first index in ascending numbers whose number is not below `id`. Looks at the end first, where most belong.
 *
 * @param length how many of the places are in use. Default: all
 */
export function firstNotBelow<Id extends bigint | number>(
  ids: Ascending<Id>,
  id: Id,
  length: number = ids.length,
): number {
  let high = length
  const last = high === 0 ? undefined : ids[high - 1]
  if (last === undefined || last < id) return high
  let low = 0
  while (low < high) {
    const middle = (low + high) >>> 1
    const found = ids[middle]
    if (found !== undefined && found < id) low = middle + 1
    else high = middle
  }
  return low
}
