import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestServer, type TestClient, type TestServer } from '../../testing/test-server.ts'

let server: TestServer
let client: TestClient
beforeEach(async () => {
  server = await createTestServer()
  client = await server.connect()
})
afterEach(() => server.close())

const langPack = 'tdesktop'

describe('the language pack', () => {
  it('comes whole, by keys, and not again to whoever has it', async () => {
    const pack = await client.call({ _: 'langpack.getLangPack', langPack, langCode: 'en' })
    expect(pack).toMatchObject({ langCode: 'en', fromVersion: 0 })
    expect(pack.strings.length).toBeGreaterThan(100)
    expect(pack.strings).toContainEqual({ _: 'langPackString', key: 'Cancel', value: 'Cancel' })
    const keys = ['Members', 'Cancel', 'nothing of this name']
    const strings = await client.call({ _: 'langpack.getStrings', langPack, langCode: 'en', keys })
    expect(strings).toMatchObject([
      { _: 'langPackStringPluralized', oneValue: 'un1 member', otherValue: 'un1 members' },
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
