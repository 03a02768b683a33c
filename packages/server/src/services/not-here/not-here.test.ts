import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ChatFixture, openChat } from '../../testing/chat.ts'

let chat: ChatFixture
let alice: ChatFixture['alice']
let toBob: ChatFixture['toBob']
let bob: api.inputUser
let unseen: api.inputUser

beforeEach(async () => {
  chat = await openChat({ rateLimits: {} })
  ;({ alice, toBob } = chat)
  bob = { _: 'inputUser', userId: toBob.userId, accessHash: toBob.accessHash }
  unseen = { ...bob, accessHash: toBob.accessHash + 1n }
})
afterEach(() => chat.server.close())

const noChats = { _: 'messages.chats', chats: [] }
const noStars = {
  _: 'payments.starsStatus',
  balance: { _: 'starsAmount', amount: 0n, nanos: 0 },
  chats: [],
  users: [],
}
const noStories = { _: 'stories.stories', count: 0, stories: [], chats: [], users: [] }

/** What is asked of nobody in particular, and all of the answer. */
const general: readonly (readonly [api.Method, unknown])[] = [
  [
    { _: 'account.getAutoSaveSettings' },
    {
      ...{ _: 'account.autoSaveSettings', exceptions: [], chats: [], users: [] },
      usersSettings: { _: 'autoSaveSettings' },
      chatsSettings: { _: 'autoSaveSettings' },
      broadcastsSettings: { _: 'autoSaveSettings' },
    },
  ],
  [{ _: 'account.getBusinessChatLinks' }, { _: 'account.businessChatLinks', links: [], chats: [], users: [] }],
  [{ _: 'account.getConnectedBots' }, { _: 'account.connectedBots', connectedBots: [], users: [] }],
  [{ _: 'account.getPasskeys' }, { _: 'account.passkeys', passkeys: [] }],
  [{ _: 'bots.getAdminedBots' }, []],
  [{ _: 'communities.getJoinedCommunities' }, noChats],
  [{ _: 'messages.getEmojiGameInfo' }, { _: 'messages.emojiGameUnavailable' }],
  [
    { _: 'messages.getMyStickers', offsetId: 0n, limit: 10 },
    { _: 'messages.myStickers', count: 0, sets: [] },
  ],
  [{ _: 'payments.getSavedInfo' }, { _: 'payments.savedInfo' }],
  [{ _: 'payments.getStarsGiveawayOptions' }, []],
  [{ _: 'payments.getStarsGiftOptions' }, []],
]

/** What is asked of somebody, who has none of it; whoever was not shown that person is refused. */
const ofPeer: readonly (readonly [(peer: api.InputPeer) => api.Method, unknown])[] = [
  [
    (peer) => ({ _: 'payments.getConnectedStarRefBots', peer, limit: 10 }),
    { _: 'payments.connectedStarRefBots', count: 0, connectedBots: [], users: [] },
  ],
  [
    (peer) => ({ _: 'payments.getSavedStarGifts', peer, offset: '', limit: 10 }),
    { _: 'payments.savedStarGifts', count: 0, gifts: [], chats: [], users: [] },
  ],
  [
    (peer) => ({ _: 'payments.getStarGiftCollections', peer, hash: 0n }),
    { _: 'payments.starGiftCollections', collections: [] },
  ],
  [(peer) => ({ _: 'payments.getStarsSubscriptions', peer, offset: '' }), { ...noStars, subscriptions: [] }],
  [(peer) => ({ _: 'payments.getStarsTransactions', peer, offset: '', limit: 10 }), { ...noStars, history: [] }],
  [(peer) => ({ _: 'stories.getPinnedStories', peer, offsetId: 0, limit: 10 }), noStories],
  [(peer) => ({ _: 'stories.getStoriesArchive', peer, offsetId: 0, limit: 10 }), noStories],
  [(peer) => ({ _: 'stories.getStoriesByID', peer, id: [1] }), noStories],
  [(peer) => ({ _: 'messages.getFactCheck', peer, msgId: [1, 2] }), [1, 2].map(() => ({ _: 'factCheck', hash: 0n }))],
]

const ofUser: readonly (readonly [(user: api.InputUser) => api.Method, unknown])[] = [
  [(userId) => ({ _: 'messages.getCommonChats', userId, maxId: 0n, limit: 100 }), noChats],
  [(userId) => ({ _: 'payments.getStarsGiftOptions', userId }), []],
]

/** Lists whose hash clients compute: 0 when there is nothing in them, with which they ask for the whole. */
const withHash: readonly ((hash: bigint) => api.Method)[] = [
  (hash) => ({ _: 'account.getChannelRestrictedStatusEmojis', hash }),
  (hash) => ({ _: 'account.getWebBrowserSettings', hash }),
  (hash) => ({ _: 'aicompose.getTones', hash }),
  (hash) => ({ _: 'messages.searchCustomEmoji', emoticon: '🎈', hash }),
  (hash) => ({ _: 'messages.searchEmojiStickerSets', q: 'cat', hash }),
  (hash) => ({ _: 'messages.searchStickerSets', q: 'cat', hash }),
  (hash) => ({ _: 'messages.searchStickers', q: 'cat', emoticon: '🐈', langCode: ['en'], offset: 0, limit: 10, hash }),
  (hash) => ({ _: 'stories.getAlbums', peer: { _: 'inputPeerSelf' }, hash }),
]

describe('what does not exist here', () => {
  it('is answered by empty lists', async () => {
    for (const [request, answer] of general) expect(await alice.call(request), request._).toEqual(answer)
  })

  it('is had by nobody', async () => {
    for (const [request, answer] of ofPeer) {
      expect(await alice.call(request(toBob)), request(toBob)._).toEqual(answer)
      expect(await alice.call(request({ _: 'inputPeerSelf' })), request(toBob)._).toEqual(answer)
      const stranger = alice.call(request({ ...toBob, accessHash: unseen.accessHash }))
      await expect(stranger, request(toBob)._).rejects.toThrow('PEER_ID_INVALID')
    }
    for (const [request, answer] of ofUser) {
      expect(await alice.call(request(bob)), request(bob)._).toEqual(answer)
      await expect(alice.call(request(unseen)), request(bob)._).rejects.toThrow('USER_ID_INVALID')
    }
  })

  it('comes with whom it was asked of, where the answer has a place for that', async () => {
    const photos = await alice.call({ _: 'photos.getUserPhotos', userId: bob, offset: 0, maxId: 0n, limit: 10 })
    expect(photos).toMatchObject({ _: 'photos.photos', photos: [], users: [{ firstName: 'Bob' }] })
    const peer: api.peerUser = { _: 'peerUser', userId: bob.userId }
    expect(await alice.call({ _: 'stories.getPeerStories', peer: toBob })).toMatchObject({
      stories: { peer, stories: [] },
      users: [{ firstName: 'Bob' }],
    })
    const unknown = alice.call({ _: 'photos.getUserPhotos', userId: unseen, offset: 0, maxId: 0n, limit: 10 })
    await expect(unknown).rejects.toThrow('USER_ID_INVALID')
  })

  it('has the hash 0 as an empty list, and is given whole to whoever asks with it', async () => {
    for (const request of withHash) {
      const answer = await alice.call(request(0n))
      expect(isHashed(answer) && answer.hash, request(0n)._).toBe(0n)
      expect(await alice.call(request(0n)), request(0n)._).toEqual(answer)
    }
  })

  it('names nobody who paid', async () => {
    expect(await alice.call({ _: 'messages.getPaidReactionPrivacy' })).toMatchObject({
      updates: [{ _: 'updatePaidReactionPrivacy', private: { _: 'paidReactionPrivacyDefault' } }],
    })
  })

  it('is refused as not served where something would have to be kept', async () => {
    const requests: api.Method[] = [
      { _: 'account.updateBusinessIntro' },
      { _: 'account.initPasskeyRegistration' },
      { _: 'account.saveAutoSaveSettings', users: true, settings: { _: 'autoSaveSettings', photos: true } },
      { _: 'stories.canSendStory', peer: { _: 'inputPeerSelf' } },
      { _: 'contacts.getLocated', geoPoint: { _: 'inputGeoPointEmpty' } },
      { _: 'phone.getCallConfig' },
    ]
    for (const request of requests) {
      await expect(alice.call(request), request._).rejects.toMatchObject({
        code: 400,
        message: 'METHOD_NOT_IMPLEMENTED',
      })
    }
  })
})

function isHashed(answer: unknown): answer is { readonly hash: bigint } {
  return typeof answer === 'object' && answer !== null && 'hash' in answer && typeof answer.hash === 'bigint'
}
