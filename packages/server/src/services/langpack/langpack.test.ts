import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestServer, type TestClient, type TestServer } from '../../testing/test-server.ts'
import { askedByWebA } from './asked-by-web-a.fixture.ts'

let server: TestServer
let client: TestClient
beforeEach(async () => {
  server = await createTestServer()
  client = await server.connect()
})
afterEach(() => server.close())

const langPack = 'android'

describe('the language pack', () => {
  it('comes whole, by keys, and not again to whoever has it', async () => {
    const pack = await client.call({ _: 'langpack.getLangPack', langPack, langCode: 'en' })
    expect(pack).toMatchObject({ langCode: 'en', fromVersion: 0 })
    expect(pack.strings.length).toBeGreaterThan(100)
    expect(pack.strings).toContainEqual({ _: 'langPackString', key: 'Cancel', value: 'Cancel' })
    const keys = ['Members', 'Cancel', 'nothing of this name']
    const strings = await client.call({ _: 'langpack.getStrings', langPack, langCode: 'en', keys })
    expect(strings).toMatchObject([
      { _: 'langPackStringPluralized', oneValue: '%1$d member', otherValue: '%1$d members' },
      { _: 'langPackString' },
      { _: 'langPackStringDeleted' },
    ])
    const later = { _: 'langpack.getDifference', langPack, langCode: 'en', fromVersion: pack.version } as const
    expect(await client.call(later)).toMatchObject({ version: pack.version, strings: [] })
    const all = await client.call({ ...later, fromVersion: 0 })
    expect(all.strings).toHaveLength(pack.strings.length)
  })

  it('is English and nothing else', async () => {
    const [language, ...others] = await client.call({ _: 'langpack.getLanguages', langPack })
    expect(others).toEqual([])
    expect(language).toMatchObject({ langCode: 'en', nativeName: 'English', stringsCount: language?.translatedCount })
    expect(await client.call({ _: 'langpack.getLanguage', langPack, langCode: 'en-gb' })).toEqual(language)
    const french = client.call({ _: 'langpack.getLangPack', langPack, langCode: 'fr' })
    await expect(french).rejects.toThrow('LANG_CODE_NOT_SUPPORTED')
    const unknown = client.call({ _: 'langpack.getLanguages', langPack: 'no such/pack' })
    await expect(unknown).rejects.toThrow('LANG_PACK_INVALID')
    const before = client.call({ _: 'langpack.getDifference', langPack, langCode: 'en', fromVersion: -1 })
    await expect(before).rejects.toThrow('FROM_VERSION_INVALID')
  })
})

/** Where a client puts its values: `%1$s`, `%@`, `{user}`. */
const placeholders = /%\d?\$?[sdf@]|\{\w+\}/g

describe('the English texts', () => {
  const all = async (pack: string): Promise<ReadonlyMap<string, api.LangPackString>> => {
    const { strings } = await client.call({ _: 'langpack.getLangPack', langPack: pack, langCode: 'en' })
    return new Map(strings.map((string) => [string.key, string]))
  }

  it('are there for all that Web A asks, with its values in their places', async () => {
    const packs = await Promise.all(['android', 'ios', 'tdesktop', 'macos'].map(all))
    const asked = Object.values(askedByWebA).flatMap((keys) => keys.trim().split('\n'))
    expect(asked.length).toBeGreaterThan(1150)
    for (const line of asked) {
      const [name = '', ...places] = line.split(' ')
      const key = name.replace('#', '')
      const string = packs.map((pack) => pack.get(key)).find((found) => found !== undefined)
      if (string === undefined || string._ === 'langPackStringDeleted') throw new TypeError(`${key} is missing`)
      expect(string._, key).toBe(name.endsWith('#') ? 'langPackStringPluralized' : 'langPackString')
      const text = string._ === 'langPackString' ? string.value : string.otherValue
      expect((text.match(placeholders) ?? []).sort(), key).toEqual(places)
    }
  })

  it('have a text for each form, and no value in one that the other lacks but the number', async () => {
    for (const string of (await all('')).values()) {
      if (string._ === 'langPackString') expect(string.value.trim(), string.key).not.toBe('')
      if (string._ !== 'langPackStringPluralized') continue
      const one = string.oneValue?.match(placeholders) ?? []
      const other = string.otherValue.match(placeholders) ?? []
      expect(string.oneValue?.trim(), string.key).not.toBe('')
      expect(other, string.key).toEqual(expect.arrayContaining([...one]))
      expect(other.length - one.length, string.key).toBeLessThanOrEqual(1)
    }
  })

  it('are those of the application that asks, and all for one that is not known', async () => {
    const desktop = await all('tdesktop')
    const whole = await all('web')
    expect([...desktop.keys()].filter((key) => !key.startsWith('lng_'))).toEqual([])
    for (const pack of ['android', 'ios', 'macos', 'tdesktop']) {
      const strings = await all(pack)
      const [language] = await client.call({ _: 'langpack.getLanguages', langPack: pack })
      expect(strings.size, pack).toBe(language?.stringsCount)
      expect(
        [...strings.keys()].filter((key) => !whole.has(key)),
        pack,
      ).toEqual([])
    }
  })
})
