import type { api } from '@chappe/tl-codec/api'
import { boostLines } from '../../reference/english/boosts.ts'
import { chatLines } from '../../reference/english/chats.ts'
import { checkoutLines } from '../../reference/english/checkout.ts'
import { dateLines } from '../../reference/english/dates.ts'
import { generalLines } from '../../reference/english/general.ts'
import { mediaLines } from '../../reference/english/media.ts'
import { messageLines } from '../../reference/english/messages.ts'
import { noticeLines } from '../../reference/english/notices.ts'
import { paymentLines } from '../../reference/english/payments.ts'
import { peopleLines } from '../../reference/english/people.ts'
import { premiumLines } from '../../reference/english/premium.ts'
import { settingLines } from '../../reference/english/settings.ts'

/** Grows when the texts change. */
export const englishVersion = 5

/**
 * The English texts by key. The files in `reference/english` have one a line: a key, and the text, with a client's values
 * at its placeholders. Plural forms follow the key after `#` (the categories of Unicode CLDR).
 */
export const englishStrings: ReadonlyMap<string, api.LangPackString> = read(
  [
    ...[generalLines, noticeLines, dateLines, chatLines, messageLines, mediaLines],
    ...[paymentLines, checkoutLines, boostLines, premiumLines, peopleLines, settingLines],
  ].flatMap((lines) => lines.trim().split('\n')),
)

function read(lines: readonly string[]): Map<string, api.LangPackString> {
  const strings = new Map<string, api.LangPackString>()
  for (const line of lines) {
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

/** The keys of an application, by how it forms them; other applications get all. */
const keysOfPacks: ReadonlyMap<string, (key: string) => boolean> = new Map([
  ['tdesktop', (key) => key.startsWith('lng_')],
  ['ios', (key) => key.includes('.')],
  ['macos', (key) => key.includes('.')],
  ['android', (key) => !key.startsWith('lng_') && !key.includes('.')],
])

export interface EnglishPack {
  readonly language: api.langPackLanguage
  readonly strings: readonly api.LangPackString[]
}

const packs: ReadonlyMap<string, EnglishPack> = new Map([...keysOfPacks].map(([name, has]) => [name, packOf(has)]))
const wholePack = packOf(() => true)

export function englishPack(langPack: string): EnglishPack {
  return packs.get(langPack.toLowerCase()) ?? wholePack
}

function packOf(has: (key: string) => boolean): EnglishPack {
  const strings = [...englishStrings].filter(([key]) => has(key)).map(([, string]) => string)
  const language: api.langPackLanguage = {
    _: 'langPackLanguage',
    official: true,
    name: 'English',
    nativeName: 'English',
    langCode: 'en',
    pluralCode: 'en',
    stringsCount: strings.length,
    translatedCount: strings.length,
    translationsUrl: '',
  }
  return { language, strings }
}
