/**
 * A text from outside for a terminal or a line of a log: what would begin a line, move the cursor, change colours or turn
 * the direction of writing is shown by its number.
 */
export function visible(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`,
  )
}
