import { isSpace } from './formatted-text.ts'

/** What stands behind the three signs that begin a block: its language, and one new line, are not part of its text. */
export function blockBeginning(source: string, from: number): { readonly language: string; readonly end: number } {
  let at = from
  while (at < source.length && !isSpace(source[at]) && source[at] !== '`') at++
  const isLanguage = at !== from && at < source.length && source[at] !== '`'
  if (!isLanguage) at = from
  return { language: isLanguage ? source.slice(from, at) : '', end: at + lineBreakLength(source, at) }
}

function lineBreakLength(source: string, at: number): number {
  const isBreak = (character: string | undefined): boolean => character === '\n' || character === '\r'
  if (!isBreak(source[at])) return 0
  return isBreak(source[at + 1]) && source[at + 1] !== source[at] ? 2 : 1
}
