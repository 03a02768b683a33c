/**
 * Lengths of texts as the public server counts them: characters of Unicode, of which those beyond U+FFFF (most emoji) are
 * two code units of a JavaScript string. Offsets of entities count code units.
 */

/** Takes no longer than what is allowed takes, however long the text is. */
export function isLonger(text: string, max: number): boolean {
  if (text.length <= max) return false
  if (text.length > 2 * max) return true
  return unitsOf(text, max) < text.length
}

export function lengthOf(text: string): number {
  return text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0)
}

/** The first so many characters of a text. */
export function cutText(text: string, max: number): string {
  return text.length <= max ? text : text.slice(0, unitsOf(text, max))
}

/** How many code units the first so many characters are. */
function unitsOf(text: string, characters: number): number {
  let at = 0
  for (let count = 0; count < characters && at < text.length; count++) at += splitsCharacter(text, at + 1) ? 2 : 1
  return at
}

/** Between the two halves of a surrogate pair. */
export function splitsCharacter(text: string, index: number): boolean {
  if (index <= 0 || index >= text.length) return false
  const before = text.charCodeAt(index - 1)
  const after = text.charCodeAt(index)
  return before >= 0xd800 && before < 0xdc00 && after >= 0xdc00 && after < 0xe000
}
