import type { api } from '@chappe/tl-codec/api'

/** Carriage returns go, other control characters become spaces; entities follow the characters that they stand on. */
export function cleanControls(
  text: string,
  entities: readonly api.MessageEntity[],
): { readonly text: string; readonly entities: readonly api.MessageEntity[] } {
  if (!hasControls.test(text)) return { text, entities }
  const returns: number[] = []
  for (let at = text.indexOf('\r'); at !== -1; at = text.indexOf('\r', at + 1)) returns.push(at)
  const moved = (index: number): number => index - countBelow(returns, index)
  return {
    text: text
      .replaceAll('\r', '')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced
      .replaceAll(/[\u0000-\u0009\u000b-\u001f]/g, ' '),
    entities:
      returns.length === 0
        ? entities
        : entities.map((entity) => {
            const offset = moved(entity.offset)
            return { ...entity, offset, length: moved(entity.offset + entity.length) - offset }
          }),
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const hasControls = /[\u0000-\u0009\u000b-\u001f]/

/** How many of the sorted numbers are below. */
function countBelow(sorted: readonly number[], index: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? index) < index) low = middle + 1
    else high = middle
  }
  return low
}
