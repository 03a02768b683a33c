/** The first index in ascending numbers whose number is not below `id`. Looks at the end first, where most belong. */
export function firstNotBelow<Id extends bigint | number>(ids: readonly Id[], id: Id): number {
  let high = ids.length
  const last = ids[high - 1]
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
