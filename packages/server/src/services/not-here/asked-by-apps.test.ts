import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ChatFixture, openChat } from '../../testing/chat.ts'

let chat: ChatFixture
beforeEach(async () => {
  chat = await openChat({ rateLimits: {}, support: '9996610001' })
})
afterEach(() => chat.server.close())

const self: api.inputPeerSelf = { _: 'inputPeerSelf' }
const me: api.inputUserSelf = { _: 'inputUserSelf' }
const hash = 0n
const page = { offset: 0, limit: 10 } as const

/** What TDLib, Web A, Desktop, Telethon, GramJS and mtcute ask for in a day of use, and has nothing to tell here. */
const answered: readonly api.Method[] = [
  { _: 'aicompose.getTones', hash },
  { _: 'account.getWebBrowserSettings', hash },
  { _: 'payments.getStarsTransactions', peer: self, offset: '', limit: 10 },
  { _: 'account.getSavedMusicIds', hash },
  { _: 'account.getAutoSaveSettings' },
  { _: 'messages.getPaidReactionPrivacy' },
  { _: 'account.getChannelRestrictedStatusEmojis', hash },
  { _: 'photos.getUserPhotos', userId: me, ...page, maxId: 0n },
  { _: 'messages.getCommonChats', userId: me, maxId: 0n, limit: 10 },
  { _: 'stories.getPeerStories', peer: self },
  { _: 'stories.getPinnedStories', peer: self, offsetId: 0, limit: 10 },
  { _: 'payments.getSavedStarGifts', peer: self, offset: '', limit: 10 },
  { _: 'account.getAutoDownloadSettings' },
  { _: 'account.getPasskeys' },
  { _: 'account.getBusinessChatLinks' },
  { _: 'account.getConnectedBots' },
  { _: 'help.getSupport' },
  { _: 'bots.getAdminedBots' },
  { _: 'users.getSavedMusic', id: me, ...page, hash },
  { _: 'messages.getMyStickers', offsetId: 0n, limit: 10 },
  { _: 'messages.getFactCheck', peer: self, msgId: [1] },
  { _: 'help.saveAppLog', events: [] },
  { _: 'help.dismissSuggestion', peer: { _: 'inputPeerEmpty' }, suggestion: 'BIRTHDAY_SETUP' },
]

/** What cannot be answered truly by "there is none"; clients ask again after codes from 500 on. */
const refused: readonly (readonly [api.Method, string])[] = [
  [{ _: 'messages.checkChatInvite', hash: 'AAAA' }, 'INVITE_HASH_INVALID'],
  [{ _: 'stories.canSendStory', peer: self }, 'METHOD_NOT_IMPLEMENTED'],
  [{ _: 'contacts.getLocated', geoPoint: { _: 'inputGeoPointEmpty' } }, 'METHOD_NOT_IMPLEMENTED'],
  [{ _: 'phone.getCallConfig' }, 'METHOD_NOT_IMPLEMENTED'],
  [{ _: 'channels.checkSearchPostsFlood' }, 'METHOD_NOT_IMPLEMENTED'],
  [
    {
      ...{ _: 'channels.searchPosts', query: 'news', offsetRate: 0, offsetPeer: { _: 'inputPeerEmpty' } },
      ...{ offsetId: 0, limit: 10 },
    },
    'METHOD_NOT_IMPLEMENTED',
  ],
]

describe('what apps ask for although it is not here', () => {
  it('is answered with what is right where that is nothing', async () => {
    for (const request of answered) {
      const answer = await chat.alice.call(request).catch((error: unknown) => error)
      expect(answer, `${request._}: ${String(answer)}`).not.toBeInstanceOf(Error)
    }
  })

  it('is refused so that nobody asks again, where an answer would not be true', async () => {
    for (const [request, message] of refused) {
      await expect(chat.alice.call(request), request._).rejects.toMatchObject({ code: 400, message })
    }
  })
})
