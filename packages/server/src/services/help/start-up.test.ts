import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestServer, signUp, type TestClient, type TestServer } from '../../testing/test-server.ts'

let server: TestServer
let alice: TestClient
beforeEach(async () => {
  server = await createTestServer()
  alice = await signUp(server, '9996610001', 'Alice')
})
afterEach(() => server.close())

/** Lists by their requests, which take a hash of 64 or of 32 bits. */
const longLists: ((hash: bigint) => api.Method)[] = [
  (hash) => ({ _: 'messages.getAllStickers', hash }),
  (hash) => ({ _: 'messages.getMaskStickers', hash }),
  (hash) => ({ _: 'messages.getEmojiStickers', hash }),
  (hash) => ({ _: 'messages.getFeaturedStickers', hash }),
  (hash) => ({ _: 'messages.getFeaturedEmojiStickers', hash }),
  (hash) => ({ _: 'messages.getOldFeaturedStickers', offset: 0, limit: 10, hash }),
  (hash) => ({ _: 'messages.getRecentStickers', hash }),
  (hash) => ({ _: 'messages.getFavedStickers', hash }),
  (hash) => ({ _: 'messages.getStickers', emoticon: '🎈', hash }),
  (hash) => ({ _: 'messages.getSavedGifs', hash }),
  (hash) => ({ _: 'messages.getAttachMenuBots', hash }),
  (hash) => ({ _: 'account.getThemes', format: 'tdesktop', hash }),
  (hash) => ({ _: 'account.getChatThemes', hash }),
  (hash) => ({ _: 'account.getUniqueGiftChatThemes', offset: '', limit: 10, hash }),
  (hash) => ({ _: 'account.getWallPapers', hash }),
  (hash) => ({ _: 'account.getSavedRingtones', hash }),
  (hash) => ({ _: 'account.getRecentEmojiStatuses', hash }),
  (hash) => ({ _: 'account.getCollectibleEmojiStatuses', hash }),
]
/** Lists of what comes with the server. */
const filledLists: ((hash: bigint) => api.Method)[] = [
  (hash) => ({ _: 'messages.getDefaultTagReactions', hash }),
  (hash) => ({ _: 'account.getDefaultEmojiStatuses', hash }),
  (hash) => ({ _: 'account.getChannelDefaultEmojiStatuses', hash }),
  (hash) => ({ _: 'account.getDefaultProfilePhotoEmojis', hash }),
  (hash) => ({ _: 'account.getDefaultGroupPhotoEmojis', hash }),
  (hash) => ({ _: 'account.getDefaultBackgroundEmojis', hash }),
]
const shortLists: ((hash: number) => api.Method)[] = [
  (hash) => ({ _: 'help.getAppConfig', hash }),
  (hash) => ({ _: 'help.getCountriesList', langCode: 'en', hash }),
  (hash) => ({ _: 'help.getTimezonesList', hash }),
  (hash) => ({ _: 'help.getPeerColors', hash }),
  (hash) => ({ _: 'help.getPeerProfileColors', hash }),
  (hash) => ({ _: 'messages.getEmojiGroups', hash }),
  (hash) => ({ _: 'messages.getEmojiStatusGroups', hash }),
  (hash) => ({ _: 'messages.getEmojiProfilePhotoGroups', hash }),
  (hash) => ({ _: 'messages.getEmojiStickerGroups', hash }),
  (hash) => ({ _: 'messages.getAvailableEffects', hash }),
  (hash) => ({ _: 'messages.getAvailableReactions', hash }),
  (hash) => ({ _: 'payments.getStarGifts', hash }),
]

/** Lists that are too short to have a hash. */
const plain: api.Method[] = [
  { _: 'messages.getArchivedStickers', offsetId: 0n, limit: 10 },
  { _: 'messages.getCustomEmojiDocuments', documentId: [1n] },
  { _: 'messages.getQuickReplies', hash: 0n },
  { _: 'messages.getEmojiKeywords', langCode: 'en' },
  { _: 'messages.getEmojiKeywordsDifference', langCode: 'en', fromVersion: 1 },
  { _: 'messages.getEmojiKeywordsLanguages', langCodes: ['en'] },
  { _: 'messages.getSponsoredMessages', peer: { _: 'inputPeerSelf' } },
  { _: 'contacts.getSponsoredPeers', q: 'chat' },
  { _: 'bots.getPopularAppBots', offset: '', limit: 10 },
  { _: 'channels.getAdminedPublicChannels' },
  { _: 'channels.getChannelRecommendations' },
  { _: 'channels.getGroupsForDiscussion' },
  { _: 'channels.getInactiveChannels' },
  { _: 'channels.getLeftChannels', offset: 0 },
  { _: 'stories.getAllStories' },
  { _: 'stories.getAllReadPeerStories' },
  { _: 'stories.getPeerMaxIDs', id: [{ _: 'inputPeerSelf' }] },
  { _: 'stories.getChatsToSend' },
  { _: 'payments.getStarGiftActiveAuctions', hash: 0n },
  { _: 'payments.getStarsStatus', peer: { _: 'inputPeerSelf' } },
  { _: 'payments.getStarsTopupOptions' },
  { _: 'payments.getPremiumGiftCodeOptions' },
  { _: 'premium.getMyBoosts' },
  { _: 'help.getPromoData' },
  { _: 'help.getInviteText' },
  { _: 'help.getDeepLinkInfo', path: 'settings' },
  { _: 'help.getRecentMeUrls', referer: '' },
  { _: 'help.getPremiumPromo' },
  { _: 'help.dismissSuggestion', peer: { _: 'inputPeerEmpty' }, suggestion: 'BIRTHDAY_SETUP' },
  { _: 'help.getTermsOfServiceUpdate' },
]

function nameOf(result: unknown): string {
  return typeof result === 'object' && result !== null && '_' in result ? String(result._) : typeof result
}

function hashOf(result: unknown): unknown {
  return typeof result === 'object' && result !== null && 'hash' in result ? result.hash : undefined
}

describe('what clients ask for when they start', () => {
  it('is answered with the hash that clients compute of an empty list, and whole to whoever has nothing yet', async () => {
    for (const list of longLists) {
      const empty = await alice.call(list(0n))
      expect(hashOf(empty), list(0n)._).toBe(0n)
      expect(await alice.call(list(1n))).toEqual(empty)
    }
  })

  it('is answered with what comes with the server, and not twice', async () => {
    for (const list of filledLists) {
      const hash = hashOf(await alice.call(list(0n)))
      if (typeof hash !== 'bigint') throw new TypeError(`${list(0n)._} answers without a hash`)
      expect(hash).not.toBe(0n)
      expect(nameOf(await alice.call(list(hash))), list(0n)._).toMatch(/NotModified$/)
    }
  })

  it('is answered with a hash, and with “not modified” to whoever has it', async () => {
    for (const list of shortLists) {
      const hash = hashOf(await alice.call(list(0)))
      if (typeof hash !== 'number') throw new TypeError(`${list(0)._} answers without a hash`)
      expect(hash).not.toBe(0)
      expect(nameOf(await alice.call(list(hash))), list(0)._).toMatch(/NotModified$/)
    }
  })

  it('is empty but of the right type where there is nothing', async () => {
    for (const request of plain) expect(await alice.call(request), request._).toBeDefined()
  })

  it('has a state of the stories, by which a client is told that there are no new ones', async () => {
    const all = await alice.call({ _: 'stories.getAllStories' })
    expect(all).toMatchObject({ _: 'stories.allStories', peerStories: [] })
    expect(all.state).not.toBe('')
    const again = { _: 'stories.allStoriesNotModified', state: all.state }
    expect(await alice.call({ _: 'stories.getAllStories', state: all.state })).toMatchObject(again)
    expect(await alice.call({ _: 'stories.getAllStories', state: all.state, next: true })).toMatchObject(again)
    expect(await alice.call({ _: 'stories.getAllStories', state: 'another' })).toEqual(all)
  })

  it('needs an account only where it is about one', async () => {
    const stranger = await server.connect()
    expect(await stranger.call({ _: 'help.getConfig' })).toMatchObject({ thisDc: 2, dcOptions: [{ id: 2 }] })
    expect(await stranger.call({ _: 'help.getNearestDc' })).toMatchObject({ nearestDc: 2 })
    expect(await stranger.call({ _: 'help.getCdnConfig' })).toEqual({ _: 'cdnConfig', publicKeys: [] })
    expect(await stranger.call({ _: 'help.getAppUpdate', source: '' })).toEqual({ _: 'help.noAppUpdate' })
    expect(await stranger.call({ _: 'help.getDeepLinkInfo', path: 'login' })).toEqual({ _: 'help.deepLinkInfoEmpty' })
    const event = { time: 1, type: 'start', peer: 0n, data: { _: 'jsonNull' } } as const
    expect(await stranger.call({ _: 'help.saveAppLog', events: [{ _: 'inputAppEvent', ...event }] })).toBe(true)
    await expect(stranger.call({ _: 'messages.getAllStickers', hash: 0n })).rejects.toThrow('AUTH_KEY_UNREGISTERED')
  })
})

describe('countries', () => {
  it('have names, calling codes and patterns, and tell those of one code apart by prefixes', async () => {
    const list = await alice.call({ _: 'help.getCountriesList', langCode: 'en', hash: 0 })
    if (list._ !== 'help.countriesList') throw new TypeError('no hash was given')
    const byCode = new Map(list.countries.map((country) => [country.iso2, country]))
    expect(list.countries.length).toBeGreaterThan(220)
    expect(byCode.size).toBe(list.countries.length)
    expect(byCode.get('FR')).toMatchObject({
      defaultName: 'France',
      countryCodes: [{ countryCode: '33', patterns: ['X XX XX XX XX'] }],
    })
    expect(byCode.get('KZ')?.countryCodes).toMatchObject([{ countryCode: '7', prefixes: ['6', '7'] }])
    for (const { iso2, countryCodes } of list.countries) {
      expect(iso2).toMatch(/^[A-Z]{2}$/)
      for (const { countryCode, patterns } of countryCodes) {
        expect(countryCode).toMatch(/^[1-9]\d{0,2}$/)
        expect(patterns?.join('')).toMatch(/^[X ]+$/)
      }
    }
  })
})

describe('time zones', () => {
  it('have offsets from UTC that are right at this time of the year', async () => {
    const list = await alice.call({ _: 'help.getTimezonesList', hash: 0 })
    if (list._ !== 'help.timezonesList') throw new TypeError('no hash was given')
    const offsets = new Map(list.timezones.map(({ id, utcOffset }) => [id, utcOffset]))
    expect(offsets.get('Asia/Tokyo')).toBe(9 * 3600)
    // The clock stands in March 2030, before summer time.
    expect(offsets.get('Europe/Berlin')).toBe(3600)
    expect(offsets.get('America/St_Johns')).toBe(-2.5 * 3600)
  })
})
