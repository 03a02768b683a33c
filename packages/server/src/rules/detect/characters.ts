/** Classes of characters for patterns with the flag `u`, as they stand between square brackets. */

/** What a word is made of: nothing that begins or ends beside one is found there. */
export const wordCharacters = '\\p{L}\\p{N}_'

/** What a hashtag is made of: Persian needs the zero-width non-joiner within words, Catalan the middle dot. */
export const hashtagCharacters = '\\p{L}\\p{M}\\p{Nd}_\\u200c\\u00b7'

/** Whether the path of a link goes on with this code unit: not with white space, general punctuation, or what stands around links. */
export function isPathUnit(unit: number): boolean {
  if (unit < 0x80) return unit > 0x20 && unit !== 0x22 && unit !== 0x3c && unit !== 0x3e && unit !== 0x7f
  if (unit < 0x1680) return unit !== 0xa0 && unit !== 0xab && unit !== 0xbb
  // Of general punctuation, what joins letters or parts them within a word.
  if (unit >= 0x2000 && unit <= 0x206f) return unit === 0x200c || unit === 0x200d || (unit >= 0x2010 && unit <= 0x2015)
  return unit !== 0x1680 && unit !== 0x3000 && unit !== 0xfeff
}
