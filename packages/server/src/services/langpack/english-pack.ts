import type { api } from '@chappe/tl-codec/api'
import { englishLines } from '../../reference/english.ts'

/** Grows when the texts change. */
export const englishVersion = 1

/** The English pack by key. */
export const englishStrings: ReadonlyMap<string, api.LangPackString> = read(englishLines)

function read(lines: string): Map<string, api.LangPackString> {
  const strings = new Map<string, api.LangPackString>()
  for (const line of lines.trim().split('\n')) {
    const [name = '', value = ''] = line.split('\t')
    const [key = '', category] = name.split('#')
    const plural = strings.get(key)
    if (category === undefined) strings.set(key, { _: 'langPackString', key, value })
    else if (category === 'one') {
      strings.set(key, { _: 'langPackStringPluralized', key, oneValue: value, otherValue: value })
    } else if (plural?._ === 'langPackStringPluralized') strings.set(key, { ...plural, otherValue: value })
  }
  return strings
}

export const english: api.langPackLanguage = {
  _: 'langPackLanguage',
  official: true,
  name: 'English',
  nativeName: 'English',
  langCode: 'en',
  pluralCode: 'en',
  stringsCount: englishStrings.size,
  translatedCount: englishStrings.size,
  translationsUrl: '',
}
