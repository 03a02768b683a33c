/**
 * A text in the form in which it is searched: words that people take for the same are the same in it. Capitals become small
 * letters, and what is written in several ways of Unicode one of them (NFKC). Accents, stress, vowel signs and the like
 * are left out where a word is often written without: in Latin, Greek, Cyrillic, Hebrew and Arabic. Elsewhere such signs
 * are letters, and stay.
 */
export function foldText(text: string): string {
  if (isPlain.test(text)) return text.toLowerCase()
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(letterWithSign, (letter) => letter.normalize('NFC'))
    .replaceAll(leftOut, '')
    .replaceAll(alike, (letter) => foldings.get(letter) ?? letter)
    .normalize('NFC')
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
const isPlain = /^[\u0000-\u007f]*$/

/** Letters of their own, although Unicode takes them apart: Russian й, Belarusian ў, Ukrainian ї. Not ё, which many write е. */
const letterWithSign = /[иу]\u0306|і\u0308/gu

/**
 * Accents over and under letters, also the Cyrillic ones; Hebrew points and accents; Arabic vowel signs, the hamza and madda
 * that stand over or under a letter, and the stroke that only makes a word longer.
 */
const leftOut =
  /[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed]/gu

/** Letters that have no parts and are written in two ways: in Greek at the end of a word, in Arabic and Persian by country. */
const foldings: ReadonlyMap<string, string> = new Map([
  ['ς', 'σ'],
  ['ß', 'ss'],
  ['ı', 'i'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ø', 'o'],
  ['đ', 'd'],
  ['ð', 'd'],
  ['þ', 'th'],
  ['ł', 'l'],
  ['ħ', 'h'],
  ['ك', 'ک'],
  ['ي', 'ی'],
  ['ى', 'ی'],
  ['ة', 'ه'],
  ['ٱ', 'ا'],
])
const alike = new RegExp(`[${[...foldings.keys()].join('')}]`, 'gu')
